import { Group, Paper, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  label: ReactNode
  value: ReactNode
  /** The change, the whole, or the way the number is made. */
  note?: ReactNode
  accent?: string
}

/** One number with its name above and its context below. */
export function StatCard({ label, value, note, accent }: Props) {
  return (
    <Paper px="md" py="sm" style={accent ? { borderTop: `3px solid ${accent}` } : undefined}>
      <Stack gap={2}>
        <Text component="div" size="xs" c="dimmed">
          {label}
        </Text>
        <Group gap="xs" align="baseline">
          <Text component="div" fz="1.5rem" lh={1.25} fw={600}>
            {value}
          </Text>
        </Group>
        {note && (
          <Text component="div" size="xs" c="dimmed">
            {note}
          </Text>
        )}
      </Stack>
    </Paper>
  )
}
