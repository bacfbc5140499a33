import type { Scope } from '#lib/domain/scope.ts'

type State = 'open' | 'closed' | 'any'

/** What there is without a window: the tables as they are. */
const TABLES: Record<State, string> = {
  open: '(SELECT *, NULL::timestamptz AS closed_at, NULL::smallint AS close_reason FROM finding_open)',
  closed: 'finding_closed',
  any: 'finding',
}

/**
 * Findings of a state as a relation, with the columns of the view `finding`. In a window they are as they stood at its end:
 * what closed later is open, and what opened later is not there.
 */
export function findingRows({ window }: Scope, state: State, params: unknown[]): string {
  if (!window) return TABLES[state]
  const end = `$${params.push(window.until)}::timestamptz`
  const isClosed = `coalesce(closed_at < ${end}, false)`
  const states = { open: `NOT ${isClosed}`, closed: isClosed, any: 'true' }
  return `(SELECT source_id, feed_id, subject, check_id, part, episode, status, severity, team_id, cause, opened_at, due_at,
      scan_id, message, detail, CASE WHEN ${isClosed} THEN closed_at END AS closed_at,
      CASE WHEN ${isClosed} THEN close_reason END AS close_reason
    FROM finding WHERE opened_at < ${end} AND ${states[state]})`
}
