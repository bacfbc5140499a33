import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { type FindingCursor, findingCursorText, parseFindingCursor } from '#lib/domain/finding-cursor.ts'
import type { FindingFilter } from '#lib/domain/finding-filter.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { SEVERITIES, severityCode } from '#lib/domain/severity.ts'
import { FINDING_COLUMNS } from './finding-columns.ts'
import { selectFindings } from './select-findings.ts'

const Row = z.object({
  ...FINDING_COLUMNS,
  source: z.string(),
  environment: z.string(),
  engine: z.string(),
  policy: z.string(),
  rule: z.string(),
  title: z.string().nullable(),
  team: z.string().nullable(),
  teamSlug: z.string().nullable(),
  sortAt: z.string(),
})
export type FindingRow = z.infer<typeof Row>
export type FindingPage = { rows: FindingRow[]; next: string | undefined; previous: string | undefined }

/** One keyset page of findings: a sort key that is stored, one direction, and a step back as well as forward. */
export async function listFindings(db: Db, scope: Scope, filter: FindingFilter, now: Date): Promise<FindingPage> {
  const place = parseFindingCursor(filter.after ?? filter.before ?? '')
  const isBackward = place !== undefined && filter.after === undefined
  const { text, params } = pageSql({ filter, scope, now, place, isBackward })
  const rows = z.array(Row).parse((await db.sql.query(text, params)).rows)
  const hasMore = rows.length > filter.limit
  const page = rows.slice(0, filter.limit)
  if (isBackward) page.reverse()
  const [first, last] = [page.at(0), page.at(-1)]
  const cursor = (row: FindingRow | undefined) => row && findingCursorText(cursorOf(row, filter))
  return {
    rows: page,
    next: isBackward || hasMore ? cursor(last) : undefined,
    previous: isBackward ? (hasMore ? cursor(first) : undefined) : place && cursor(first),
  }
}

type Page = {
  filter: FindingFilter
  scope: Scope
  now: Date
  place: FindingCursor | undefined
  isBackward: boolean
}

function pageSql({ filter, scope, now, place, isBackward }: Page): { text: string; params: unknown[] } {
  const params: unknown[] = []
  const { from, where } = selectFindings({ filter, scope, now }, params)
  const isDescending = (filter.sort === 'newest') !== isBackward
  const columns = [
    ...(filter.sort === 'worst' ? ['severity', 'opened_at'] : ['at']),
    ...TAIL,
    ...(isOnce(filter) ? [] : ['episode']),
  ]
  const order = columns.map((column) => `f.${column}${isDescending ? ' DESC' : ''}`).join(', ')
  const beyond = place
    ? `AND (${columns.map((column) => `f.${column}`).join(', ')}) ${isDescending ? '<' : '>'} (${columns
        .map((column) => `$${params.push(placeIn(place, column))}::${TYPES[column]}`)
        .join(', ')})`
    : ''
  const limit = `LIMIT $${params.push(filter.limit + 1)}::int`
  const rows = (condition = 'true') =>
    `SELECT f.* FROM ${from} WHERE ${where} AND ${condition} ${beyond} ORDER BY ${order} ${limit}`
  // The index of open findings starts with the severity: by time, six short walks of it are merged.
  const picked =
    filter.sort !== 'worst' && filter.state === 'open'
      ? `SELECT f.* FROM unnest($${params.push(SEVERITIES.map(severityCode))}::smallint[]) AS level (code)
         CROSS JOIN LATERAL (${rows('f.severity = level.code')}) f ORDER BY ${order} ${limit}`
      : rows()
  const text = `
    WITH f AS MATERIALIZED (${picked})
    SELECT f.source_id AS "sourceId", f.feed_id AS "feedId", f.subject, f.check_id AS "checkId", f.part, f.episode, f.status,
      f.severity, f.cause, f.opened_at AS "openedAt", f.due_at AS "dueAt", f.closed_at AS "closedAt",
      f.close_reason AS "closeReason", f.names AS exceptions, f.message, s.api_group AS "group", s.kind, s.namespace, s.name,
      src.name AS source, src.environment, c.engine, c.policy, c.rule, c.title, t.name AS team, t.slug AS "teamSlug",
      to_char(${filter.sort === 'worst' ? 'f.opened_at' : 'f.at'} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "sortAt"
    FROM f
    JOIN source src ON src.id = f.source_id
    JOIN policy_check c ON c.id = f.check_id
    LEFT JOIN subject_state s ON s.source_id = f.source_id AND s.feed_id = f.feed_id AND s.subject = f.subject
    LEFT JOIN team t ON t.id = f.team_id
    ORDER BY ${order}`
  return { text, params }
}

/** An open or excepted finding is there once; a closed one once an episode. */
const isOnce = ({ state }: FindingFilter): boolean => state === 'open' || state === 'excepted'

const TAIL = ['source_id', 'feed_id', 'subject', 'check_id', 'part']
const TYPES: Record<string, string> = {
  severity: 'smallint',
  opened_at: 'timestamptz',
  at: 'timestamptz',
  source_id: 'int',
  feed_id: 'int',
  subject: 'uuid',
  check_id: 'int',
  part: 'text',
  episode: 'smallint',
}

const placeIn = (place: FindingCursor, column: string): unknown =>
  ({
    severity: place.severity,
    opened_at: place.at,
    at: place.at,
    source_id: place.sourceId,
    feed_id: place.feedId,
    subject: place.subject,
    check_id: place.checkId,
    part: place.part,
    episode: place.episode,
  })[column]

const cursorOf = (row: FindingRow, { state, sort }: FindingFilter): FindingCursor => ({
  state,
  sort,
  severity: severityCode(row.severity),
  at: row.sortAt,
  sourceId: row.sourceId,
  feedId: row.feedId,
  subject: row.subject,
  checkId: row.checkId,
  part: row.part,
  episode: row.episode,
})
