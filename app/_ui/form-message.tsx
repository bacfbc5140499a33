import { Text } from '@mantine/core'
import type { FormState } from '#app/_server/form-state.ts'

/** What became of a form, beside its button. */
export function FormMessage({ state }: { state: FormState }) {
  return (
    <Text
      component="output"
      size="sm"
      c={state.error ? 'var(--tone-bad)' : 'var(--tone-good)'}
      role="status"
      aria-live="polite"
    >
      {state.error ?? state.done ?? ''}
    </Text>
  )
}
