import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { type CheckFilter, checkCursorText, parseCheckCursor } from '#lib/domain/check-filter.ts'
import { modeOf } from '#lib/domain/mode.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { severityOf } from '#lib/domain/severity.ts'
import { inScope } from './in-scope.ts'
import { passedPairs } from './passed-pairs.ts'
import { selectChecks } from './select-checks.ts'

const Row = z.object({
  id: z.number(),
  engine: z.string(),
  policy: z.string(),
  rule: z.string(),
  title: z.string().nullable(),
  category: z.string().nullable(),
  severity: z.number().transform(severityOf),
  firstAt: z.date(),
  open: z.number(),
  pass: z.number().nullable(),
  judged: z.number().nullable(),
  controls: z.number(),
  /** Names of the sources where it runs. */
  sources: z.array(z.string()),
  /** In how many of them it does what; a place with a mode of its own counts as well. */
  modes: z.array(z.object({ mode: z.number().transform(modeOf), sources: z.number() })),
  /** Of lists that were cut: how many violations were shown, of how many. */
  listed: z.number().nullable(),
  total: z.number().nullable(),
  cursorKey: z.string(),
})
export type CheckRow = z.infer<typeof Row>
export type CheckPage = { rows: CheckRow[]; total: number; next: string | undefined; previous: string | undefined }

/** Every order as one ascending column, so that one row comparison pages through all of them. */
const KEYS: Record<CheckFilter['sort'], { key: string; type: string }> = {
  open: { key: '-open', type: 'int' },
  severity: { key: 'severity', type: 'int' },
  newest: { key: '-extract(epoch FROM first_at)::float8', type: 'float8' },
  name: { key: `lower(coalesce(title, policy) || ' ' || policy || ' ' || rule)`, type: 'text' },
}

/** One page of the checks that run in scope, with what they find and what they do about it. */
export async function listChecks(db: Db, scope: Scope, filter: CheckFilter, now: Date): Promise<CheckPage> {
  const place = parseCheckCursor(filter.after ?? filter.before ?? '')
  const isBackward = place !== undefined && filter.after === undefined
  const params: unknown[] = []
  const items = selectChecks({ filter, scope, now }, params)
  const value = (given: unknown, type: string) => `$${params.push(given)}::${type}`
  const { key, type } = KEYS[filter.sort]
  const beyond = place
    ? `WHERE (key, id) ${isBackward ? '<' : '>'} (${value(place[1], type)}, ${value(place[2], 'int')})`
    : ''
  const direction = isBackward ? 'DESC' : ''
  const { rows } = await db.sql.query(
    `WITH ${items},
     keyed AS (SELECT *, ${key} AS key, count(*) OVER ()::int AS all_rows FROM x),
     page AS (SELECT * FROM keyed ${beyond} ORDER BY key ${direction}, id ${direction} LIMIT ${value(filter.limit + 1, 'int')}),
     passed AS (${passedPairs(scope, params)}),
     cut AS (
       SELECT k.check_id, sum(k.listed)::int AS listed, sum(k.total)::int AS total FROM feed_check k
       WHERE k.total IS NOT NULL AND k.check_id IN (SELECT id FROM page) AND ${inScope(scope, 'reported', 'k', params)}
       GROUP BY k.check_id)
     SELECT page.id, engine, policy, rule, title, category, severity, first_at AS "firstAt", open, controls, p.pass, p.judged,
       ARRAY(SELECT s.name FROM runs r JOIN source s ON s.id = r.source_id WHERE r.check_id = page.id ORDER BY s.name) AS sources,
       coalesce((SELECT jsonb_agg(jsonb_build_object('mode', m.mode, 'sources', m.sources) ORDER BY m.sources DESC, m.mode)
         FROM (SELECT mode, count(DISTINCT source_id)::int AS sources FROM modes WHERE check_id = page.id GROUP BY mode) m), '[]') AS modes,
       cut.listed, cut.total, key::text AS "cursorKey", all_rows AS "allRows"
     FROM page LEFT JOIN passed p ON p.check_id = page.id LEFT JOIN cut ON cut.check_id = page.id
     ORDER BY key ${direction}, page.id ${direction}`,
    params,
  )
  const found = z.array(Row.extend({ allRows: z.number() })).parse(rows)
  const page = found.slice(0, filter.limit).map(({ allRows: _, ...row }) => row)
  if (isBackward) page.reverse()
  const hasMore = found.length > filter.limit
  const cursor = (row: CheckRow | undefined) => row && checkCursorText([filter.sort, row.cursorKey, row.id])
  return {
    rows: page,
    total: found[0]?.allRows ?? 0,
    next: isBackward || hasMore ? cursor(page.at(-1)) : undefined,
    previous: isBackward ? (hasMore ? cursor(page.at(0)) : undefined) : place && cursor(page.at(0)),
  }
}
