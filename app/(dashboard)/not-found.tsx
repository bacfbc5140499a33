import { Stack, Text, Title } from '@mantine/core'
import { ButtonLink } from '#app/_ui/link.tsx'

/** Inside the frame: what a page of ours was asked for does not exist. */
export default function NotFound() {
  return (
    <Stack align="center" ta="center" gap="sm" py="4rem" px="md">
      <Title order={1}>There is no such thing here</Title>
      <Text c="dimmed" maw="32rem">
        It was removed, never existed, or is not yours to see.
      </Text>
      <ButtonLink href="/">To the overview</ButtonLink>
    </Stack>
  )
}
