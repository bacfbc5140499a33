import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './section.module.css'

type Props = {
  title: string
  /** Anchor of the section, and what its heading is called by. */
  id: string
  description?: ReactNode
  actions?: ReactNode
  children: ReactNode
  /** Tables run to the edges. */
  flush?: boolean
}

/** One part of a page, under its own heading. */
export function Section({ title, id, description, actions, children, flush = false }: Props) {
  return (
    <Paper component="section" aria-labelledby={`${id}-title`} id={id} h="100%">
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm" px="md" pt="sm" pb={flush ? 'xs' : 0}>
        <Stack gap={2} miw={0}>
          <Title order={2} id={`${id}-title`}>
            {title}
          </Title>
          {description && (
            <Text component="div" size="xs" c="dimmed" className="prose">
              {description}
            </Text>
          )}
        </Stack>
        {actions}
      </Group>
      <div className={flush ? styles.flush : styles.padded}>{children}</div>
    </Paper>
  )
}
