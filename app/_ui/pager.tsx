import { Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Href } from './href.ts'
import { ButtonLink } from './link.tsx'

type Props = {
  /** Absent on the first page. */
  first?: Href | undefined
  previous?: Href | undefined
  /** Absent on the last page. */
  next?: Href | undefined
  /** What is shown, of how much: "50 of 1,204". */
  children?: ReactNode
}

/** Keyset pages: forward, back, and to the start. */
export function Pager({ first, previous, next, children }: Props) {
  if (!first && !previous && !next && !children) return null
  return (
    <Group component="nav" aria-label="Pages of the list" justify="space-between" mt="sm" className="no-print">
      <Text size="xs" c="dimmed">
        {children}
      </Text>
      <Group gap="xs">
        {first && (
          <ButtonLink href={first} size="compact-sm">
            First
          </ButtonLink>
        )}
        {previous && (
          <ButtonLink href={previous} size="compact-sm">
            Previous
          </ButtonLink>
        )}
        {next && (
          <ButtonLink href={next} size="compact-sm">
            Next
          </ButtonLink>
        )}
      </Group>
    </Group>
  )
}
