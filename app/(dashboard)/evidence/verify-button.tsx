'use client'

import { Button } from '@mantine/core'
import { useActionState } from 'react'
import { type CheckState, checkBundle } from './check-bundle.ts'
import styles from './verify-button.module.css'

const COLORS = { 0: 'var(--tone-good)', 1: 'var(--tone-bad)', 3: 'var(--tone-caution)' } as const

export function VerifyButton({ id, sequence }: { id: string; sequence: number }) {
  const [state, act, isPending] = useActionState<CheckState>(() => checkBundle(id), {})
  return (
    <form action={act}>
      <Button
        type="submit"
        variant="default"
        size="compact-sm"
        loading={isPending}
        aria-label={`Verify bundle ${sequence} now`}
      >
        Verify
      </Button>
      <output
        aria-live="polite"
        className={styles.result}
        style={state.exit === undefined ? undefined : { color: COLORS[state.exit] }}
      >
        {state.words}
      </output>
      {state.problems && state.problems.length > 0 && (
        <ul className={styles.problems}>
          {state.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </form>
  )
}
