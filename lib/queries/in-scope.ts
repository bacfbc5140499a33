import type { Scope } from '#lib/domain/scope.ts'

/**
 * What a relation is made of, as far as a scope cares: whether its rows belong to a team or to a source as a whole, and
 * the columns of the time in which a row was true (`from`, `until`, the latter null while it is) or at which it happened.
 */
const ROWS = {
  source: { of: 'source' },
  /** Marks of feeds and whatever else a source has by itself. */
  feed: { of: 'whole' },
  /** Which checks a feed evaluates. */
  reported: { of: 'whole', from: 'first_at', until: 'gone_at' },
  scan: { of: 'whole', at: 'observed_at' },
  open: { of: 'team', from: 'opened_at' },
  finding: { of: 'team', from: 'opened_at', until: 'closed_at' },
  excepted: { of: 'team', from: 'since' },
  /** The trail of findings. */
  event: { of: 'team', at: 'at' },
  /** What sources say is excepted; who may see which of them is decided beside. */
  exception: { of: 'source', from: 'first_seen_at', until: 'gone_at' },
  subject: { of: 'team', from: 'first_at', until: 'gone_at' },
  /** Rollups by team: a day that the window has as a whole. */
  day: { of: 'team', at: 'day' },
  /** Rollups by check, which are of a source as a whole. */
  checkDay: { of: 'whole', at: 'day' },
  /** What policies a source has, and what is in them. */
  policy: { of: 'whole', from: 'first_seen_at', until: 'gone_at' },
  /** What checks do in a source as a whole; what they do in a place of it is told to those who see it whole. */
  mode: { of: 'source', from: 'valid_from', until: 'valid_to' },
  eventDay: { of: 'team', at: 'day' },
} as const satisfies Record<string, { of: 'source' | 'whole' | 'team'; at?: string; from?: string; until?: string }>

export type ScopedRows = keyof typeof ROWS

/**
 * The filter of a scope as SQL over the columns of `alias` (`source_id`, where there is one `team_id`, and the times of its
 * kind of rows), with its values pushed onto `params`. What does not limit adds nothing; an empty list matches no row.
 */
export function inScope(scope: Scope, rows: ScopedRows, alias: string, params: unknown[]): string {
  const shape: { of: 'source' | 'whole' | 'team'; at?: string; from?: string; until?: string } = ROWS[rows]
  const ids = (list: readonly number[]) => `ANY($${params.push([...list])}::int[])`
  const parts: string[] = []
  const sources = shape.of === 'whole' ? scope.wholeSources : scope.sources
  if (sources !== 'all') parts.push(`${alias}.source_id = ${ids(sources)}`)
  if (shape.of === 'team' && scope.teams !== 'all') parts.push(`${alias}.team_id = ${ids(scope.teams)}`)
  if (scope.window) parts.push(...inWindow(scope.window, shape, alias, params))
  return parts.length ? parts.join(' AND ') : 'true'
}

type Times = { at?: string; from?: string; until?: string }

function inWindow(window: NonNullable<Scope['window']>, { at, from, until }: Times, alias: string, params: unknown[]) {
  const time = (value: Date) => `$${params.push(value)}::timestamptz`
  // A day compares as its first moment in UTC.
  const point = at === 'day' ? `(${alias}.day::timestamp AT TIME ZONE 'UTC')` : `${alias}.${at}`
  return [
    ...(at ? [`${point} >= ${time(window.from)}`, `${point} < ${time(window.until)}`] : []),
    ...(from ? [`${alias}.${from} < ${time(window.until)}`] : []),
    ...(until ? [`(${alias}.${until} IS NULL OR ${alias}.${until} >= ${time(window.from)})`] : []),
  ]
}
