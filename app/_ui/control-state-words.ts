import type { ControlState, NotAssessedReason } from '#lib/controls/control-state.ts'

const REASON_WORDS: Record<NotAssessedReason, string> = {
  no_mapping: 'no mapping',
  no_data: 'no data',
  stale: 'stale',
  error: 'error',
}

const STATE_WORDS: Record<ControlState, string> = {
  pass: 'satisfied',
  fail: 'not satisfied',
  partial: 'partly satisfied',
  not_assessed: 'not assessed',
  inherited: 'inherited',
  not_applicable: 'not applicable',
}

/** The words of a control's state, the same on every screen and in every export. */
export function controlStateWords(state: ControlState, reason?: NotAssessedReason | null, exceptions = false): string {
  if (state === 'not_assessed' && reason) return `${STATE_WORDS[state]}: ${REASON_WORDS[reason]}`
  return state === 'pass' && exceptions ? 'satisfied with exceptions' : STATE_WORDS[state]
}
