import { Stack, Text, Title } from '@mantine/core'
import { ButtonLink } from './_ui/link.tsx'

export const metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <Stack component="main" align="center" ta="center" gap="sm" py="4rem" px="md">
      <Title order={1}>There is no such page</Title>
      <Text c="dimmed" maw="32rem">
        The address is wrong, or what it named is not yours to see.
      </Text>
      <ButtonLink href="/">To the overview</ButtonLink>
    </Stack>
  )
}
