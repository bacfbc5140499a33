import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { causeOf, closeReasonOf } from '#lib/domain/closing.ts'
import type { FindingKey } from '#lib/domain/finding-key.ts'
import { statusOf } from '#lib/domain/outcome.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { severityOf } from '#lib/domain/severity.ts'
import { findingRows } from './finding-rows.ts'
import { pastInScope } from './past-in-scope.ts'

const Row = z.object({
  episode: z.number(),
  status: z.number().transform(statusOf),
  severity: z.number().transform(severityOf),
  cause: z.number().transform(causeOf),
  openedAt: z.date(),
  closedAt: z.date().nullable(),
  closeReason: z
    .number()
    .nullable()
    .transform((code) => (code === null ? undefined : closeReasonOf(code))),
})
export type Episode = z.infer<typeof Row>

/** Every time a finding was open, the latest 100, in order. Who sees a finding sees its past. */
export async function listFindingEpisodes(db: Db, scope: Scope, key: FindingKey): Promise<Episode[]> {
  const params: unknown[] = [key.sourceId, key.feedId, key.subject, key.checkId, key.part]
  const { rows } = await db.sql.query(
    `SELECT * FROM (
       SELECT f.episode, f.status, f.severity, f.cause, f.opened_at AS "openedAt", f.closed_at AS "closedAt",
         f.close_reason AS "closeReason"
       FROM ${findingRows(scope, 'any', params)} f
       WHERE f.source_id = $1 AND f.feed_id = $2 AND f.subject = $3 AND f.check_id = $4 AND f.part = $5
         AND ${pastInScope(scope, 'finding', 'f', params)}
       ORDER BY f.opened_at DESC, f.episode DESC LIMIT 100) e
     ORDER BY "openedAt", episode`,
    params,
  )
  return z.array(Row).parse(rows)
}
