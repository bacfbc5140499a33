import type { ControlState, NotAssessedReason } from '#lib/controls/control-state.ts'
import { controlStateWords } from './control-state-words.ts'
import { CONTROL_STATE_TONE } from './theme.ts'
import { ToneBadge } from './tone-badge.tsx'

type Props = { state: ControlState; reason?: NotAssessedReason | null; exceptions?: boolean; stale?: boolean }

export function ControlStateBadge({ state, reason, exceptions = false, stale = false }: Props) {
  return (
    <ToneBadge tone={CONTROL_STATE_TONE[state]}>
      {controlStateWords(state, reason, exceptions)}
      {stale && state !== 'not_assessed' ? ' (a failure here is old)' : ''}
    </ToneBadge>
  )
}
