import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { modeOf } from '#lib/domain/mode.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { isReported } from './is-reported.ts'
import { modeInScope } from './mode-in-scope.ts'

const Row = z.object({
  sourceId: z.number(),
  source: z.string(),
  environment: z.string(),
  place: z.string(),
  mode: z.number().transform(modeOf),
  said: z.string(),
  from: z.date(),
  to: z.date().nullable(),
  /** It was so when it was first read: it began then or earlier. */
  isBaseline: z.boolean(),
})
export type CheckMode = z.infer<typeof Row>

/** What a check did where and from when to when, by source and place, the latest first. */
export async function listCheckModes(db: Db, scope: Scope, checkId: number): Promise<CheckMode[]> {
  const params: unknown[] = [checkId]
  const isWhole = scope.wholeSources === 'all'
  const known = isWhole ? 'true' : isReported(scope, params, 'ever')
  const { rows } = await db.sql.query(
    `SELECT m.source_id AS "sourceId", s.name AS source, s.environment, m.place, m.mode, m.said, m.valid_from AS "from",
       ${scope.window ? `CASE WHEN m.valid_to < $${params.push(scope.window.until)}::timestamptz THEN m.valid_to END` : 'm.valid_to'} AS "to",
       m.is_baseline AS "isBaseline"
     FROM check_mode m JOIN source s ON s.id = m.source_id AND s.removed_at IS NULL JOIN policy_check c ON c.id = m.check_id
     WHERE m.check_id = $1 AND ${modeInScope(scope, 'm', params)} AND ${known}
     ORDER BY s.name, m.place, m.valid_from DESC LIMIT 2000`,
    params,
  )
  return z.array(Row).parse(rows)
}
