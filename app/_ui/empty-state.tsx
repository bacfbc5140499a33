import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  title: ReactNode
  /** What to do next. */
  children?: ReactNode
}

/** Nothing here, said plainly, with what to do next. */
export function EmptyState({ title, children }: Props) {
  return (
    <Stack gap={4} align="center" py="xl" px="md" ta="center">
      <Text fw={600}>{title}</Text>
      {children && (
        <Text component="div" className="prose" c="dimmed" size="sm" maw="34rem">
          {children}
        </Text>
      )}
    </Stack>
  )
}
