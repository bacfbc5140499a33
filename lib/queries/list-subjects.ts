import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { NO_TEAM } from '#lib/domain/finding-filter.ts'
import type { Scope } from '#lib/domain/scope.ts'
import type { SubjectFilter } from '#lib/domain/subject-filter.ts'
import { containing } from './containing.ts'
import { findingRows } from './finding-rows.ts'
import { inScope } from './in-scope.ts'
import { type KeysetPage, keysetClause, keysetPage, type OrderColumn } from './keyset.ts'

const Row = z.object({
  sourceId: z.number(),
  feedId: z.number(),
  subject: z.string(),
  source: z.string(),
  environment: z.string(),
  feed: z.string(),
  category: z.string(),
  group: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  team: z.string().nullable(),
  open: z.number(),
  excepted: z.number(),
  /** Null in a window, as is when it changed: both are known of now alone. */
  pass: z.number().nullable(),
  firstAt: z.date(),
  changedAt: z.date().nullable(),
  goneAt: z.date().nullable(),
})
export type SubjectRow = z.infer<typeof Row>

type Asked = SubjectFilter & { limit: number; after?: string | undefined; before?: string | undefined }

export const SUBJECT_ORDER: readonly OrderColumn[] = [
  { sql: 'k.source_id', type: 'int' },
  { sql: 'k.feed_id', type: 'int' },
  { sql: 'k.subject', type: 'uuid' },
]

/** One page of what is judged, once for each feed that judges it, in the order it is stored. In a window as it stood at its end. */
export async function listSubjects(db: Db, scope: Scope, asked: Asked): Promise<KeysetPage<SubjectRow>> {
  const params: unknown[] = []
  const value = (given: unknown, type: string) => `$${params.push(given)}::${type}`
  const end = scope.window && value(scope.window.until, 'timestamptz')
  const goneAt = end ? `CASE WHEN k.gone_at < ${end} THEN k.gone_at END` : 'k.gone_at'
  const conditions = [inScope(scope, 'subject', 'k', params)]
  if (asked.state !== 'all') conditions.push(`${goneAt} IS ${asked.state === 'present' ? '' : 'NOT '}NULL`)
  if (asked.source) conditions.push(`src.name = ${value(asked.source, 'text')}`)
  if (asked.environment) conditions.push(`src.environment = ${value(asked.environment, 'text')}`)
  if (asked.team === NO_TEAM) conditions.push('k.team_id = 0')
  else if (asked.team)
    conditions.push(`k.team_id = ANY(ARRAY(SELECT id FROM team WHERE slug = ${value(asked.team, 'text')}))`)
  if (asked.namespace) conditions.push(`k.namespace = ${value(asked.namespace, 'text')}`)
  if (asked.kind) conditions.push(`k.kind = ${value(asked.kind, 'text')}`)
  if (asked.q) {
    const part = value(containing(asked.q), 'text')
    conditions.push(`(k.name ILIKE ${part} OR k.namespace ILIKE ${part})`)
  }
  const { beyond, order, limit, isBackward } = keysetClause(SUBJECT_ORDER, asked, params)
  const own = (alias: string) =>
    `${alias}.source_id = k.source_id AND ${alias}.feed_id = k.feed_id AND ${alias}.subject = k.subject`
  const { rows } = await db.sql.query(
    `WITH k AS MATERIALIZED (
       SELECT k.*, src.name AS source, src.environment FROM subject_state k JOIN source src ON src.id = k.source_id
       WHERE ${conditions.join(' AND ')} AND ${beyond} ORDER BY ${order} LIMIT ${limit})
     SELECT k.source_id AS "sourceId", k.feed_id AS "feedId", k.subject, k.source, k.environment, d.kind AS feed, d.scope AS category,
       k.api_group AS "group", k.kind, k.namespace, k.name, t.slug AS team,
       (SELECT count(*)::int FROM ${findingRows(scope, 'open', params)} o WHERE ${own('o')} AND ${inScope(scope, 'open', 'o', params)}) AS open,
       (SELECT count(*)::int FROM finding_excepted e WHERE ${own('e')} AND ${inScope(scope, 'excepted', 'e', params)}) AS excepted,
       ${scope.window ? 'NULL::int' : 'cardinality(k.pass)'} AS pass,
       k.first_at AS "firstAt", ${scope.window ? 'NULL::timestamptz' : 'k.changed_at'} AS "changedAt", ${goneAt} AS "goneAt"
     FROM k JOIN feed d ON d.source_id = k.source_id AND d.feed_id = k.feed_id
     LEFT JOIN team t ON t.id = k.team_id
     ORDER BY ${order}`,
    params,
  )
  return keysetPage(z.array(Row).parse(rows), asked, isBackward, (row) => [row.sourceId, row.feedId, row.subject])
}
