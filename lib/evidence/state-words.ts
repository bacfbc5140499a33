import type { ControlState, NotAssessedReason } from '#lib/controls/control-state.ts'
import type { RolledUp } from '#lib/controls/roll-up.ts'

export type StateOfDay = { state: ControlState; reason: NotAssessedReason | null; exceptions: boolean; stale: boolean }

const WORDS: Record<ControlState, string> = {
  pass: 'satisfied',
  partial: 'partly satisfied',
  fail: 'not satisfied',
  not_assessed: 'not assessed',
  inherited: 'inherited',
  not_applicable: 'not applicable',
}
const REASONS: Record<NotAssessedReason, string> = {
  no_mapping: 'no mapping',
  no_data: 'no data',
  stale: 'stale',
  error: 'error',
}

/** A state as people read it: `satisfied with exceptions`, `not assessed: no data`. */
export function stateWords({ state, reason, exceptions }: Pick<StateOfDay, 'state' | 'reason' | 'exceptions'>): string {
  if (state === 'not_assessed') return reason ? `${WORDS[state]}: ${REASONS[reason]}` : WORDS[state]
  return exceptions ? `${WORDS[state]} with exceptions` : WORDS[state]
}

/** A heading as people read it: the worst state under it. */
export const headingWords = (heading: Pick<RolledUp, 'worst'> | undefined): string =>
  heading?.worst ? `worst: ${WORDS[heading.worst]}` : ''
