import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  title: ReactNode
  /** Where the page hangs: a link to its list. */
  parent?: ReactNode
  description?: ReactNode
  /** Badges and facts on the title's line. */
  aside?: ReactNode
  actions?: ReactNode
}

/** The one h1 of a page, what the page is for, and what can be done with all of it. */
export function PageHeader({ title, parent, description, aside, actions }: Props) {
  return (
    <Group component="header" justify="space-between" align="flex-end" gap="sm" mb="md">
      <Stack gap={2} miw={0} maw="46rem">
        {parent && (
          <Text size="xs" c="dimmed">
            {parent}
          </Text>
        )}
        <Group gap="sm" align="center">
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {aside}
        </Group>
        {description && (
          <Text c="dimmed" size="sm">
            {description}
          </Text>
        )}
      </Stack>
      {actions && (
        <Group gap="xs" className="no-print">
          {actions}
        </Group>
      )}
    </Group>
  )
}
