import type { Verdict } from '#lib/domain/outcome.ts'
import { STATUS_TONE } from './theme.ts'
import { ToneBadge } from './tone-badge.tsx'

const TITLE: Record<Verdict | 'closed', string> = {
  fail: 'The check says no',
  warn: 'The check advises against it',
  error: 'The check could not be evaluated',
  pass: 'The check says yes',
  skip: 'The check does not apply',
  excepted: 'Neither open nor passing: an exception covers it',
  closed: 'No longer open',
}

export function StatusBadge({ status }: { status: Verdict | 'closed' }) {
  return (
    <ToneBadge tone={STATUS_TONE[status]} title={TITLE[status]}>
      {status}
    </ToneBadge>
  )
}
