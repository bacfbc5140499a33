import { relativeTime, utcDay } from '#app/_ui/relative-time.ts'
import type { Tone } from '#app/_ui/theme.ts'
import { lastDayBefore } from '#lib/domain/audit-plan.ts'
import { auditState } from '#lib/domain/audit-state.ts'
import type { AuditRow } from '#lib/queries/audit-row.ts'

/** Less than this is soon: whoever still has to look should know. */
const SOON_MS = 7 * 86_400_000

type Times = Pick<AuditRow, 'from' | 'expiresAt' | 'closedAt'>

/** Where an audit stands, in a few words. */
export function auditStateWords(audit: Times, now: Date): { words: string; tone: Tone } {
  const state = auditState(audit, now)
  if (state === 'closed') return { words: 'closed', tone: 'muted' }
  if (state === 'expired') return { words: 'expired', tone: 'muted' }
  if (state === 'upcoming') return { words: `window begins ${relativeTime(audit.from, now)}`, tone: 'note' }
  if (audit.expiresAt.getTime() - now.getTime() < SOON_MS)
    return { words: `expires ${relativeTime(audit.expiresAt, now)}`, tone: 'caution' }
  return { words: 'open', tone: 'good' }
}

/** `2026-07-01 to 2026-09-30`: both days are in it. */
export const windowWords = ({ from, until }: Pick<AuditRow, 'from' | 'until'>): string =>
  `${utcDay(from)} to ${lastDayBefore(until)}`

/** What an audit is limited to, or that it is not. */
export function limitWords({ limits, sources }: Pick<AuditRow, 'limits' | 'sources'>): string {
  const parts = [
    limits.environments && `environments ${limits.environments.join(', ')}`,
    limits.sources && `sources ${sources.join(', ')}`,
  ].filter(Boolean)
  return parts.join('; ') || 'every source'
}
