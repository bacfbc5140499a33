'use client'

import { ActionIcon, Group } from '@mantine/core'
import { useActionState } from 'react'
import { moveRule } from './rule-actions.ts'

type Props = { id: number; pattern: string; isFirst: boolean; isLast: boolean }

/** Asks a rule earlier or later. */
export function MoveRuleButtons({ id, pattern, isFirst, isLast }: Props) {
  const [, act, isPending] = useActionState(moveRule, {})
  return (
    <form action={act}>
      <input type="hidden" name="id" value={id} />
      <Group gap={4} wrap="nowrap">
        <ActionIcon
          type="submit"
          name="direction"
          value="earlier"
          variant="default"
          size="sm"
          disabled={isFirst || isPending}
          aria-label={`Ask ${pattern} earlier`}
        >
          ↑
        </ActionIcon>
        <ActionIcon
          type="submit"
          name="direction"
          value="later"
          variant="default"
          size="sm"
          disabled={isLast || isPending}
          aria-label={`Ask ${pattern} later`}
        >
          ↓
        </ActionIcon>
      </Group>
    </form>
  )
}
