import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { severityOf } from '#lib/domain/severity.ts'
import { findingRows } from './finding-rows.ts'
import { inScope } from './in-scope.ts'

const Row = z.object({
  source: z.string(),
  namespace: z.string(),
  open: z.number(),
  subjects: z.number(),
  worst: z.number().transform(severityOf),
  oldestAt: z.date(),
})
export type CheckPlace = z.infer<typeof Row>

/** Where a check says no most often now: namespaces of sources, the most open first. */
export async function listCheckPlaces(
  db: Db,
  scope: Scope,
  { checkId, limit }: { checkId: number; limit: number },
): Promise<CheckPlace[]> {
  const params: unknown[] = [checkId, limit]
  const { rows } = await db.sql.query(
    `SELECT s.name AS source, p.namespace, p.open, p.subjects, p.worst, p."oldestAt"
     FROM (
       SELECT o.source_id, k.namespace, count(*)::int AS open, count(DISTINCT (o.feed_id, o.subject))::int AS subjects,
         min(o.severity)::int AS worst, min(o.opened_at) AS "oldestAt"
       FROM ${findingRows(scope, 'open', params)} o JOIN subject_state k USING (source_id, feed_id, subject)
       WHERE o.check_id = $1 AND ${inScope(scope, 'open', 'o', params)}
       GROUP BY o.source_id, k.namespace ORDER BY open DESC, o.source_id, k.namespace LIMIT $2) p
     JOIN source s ON s.id = p.source_id ORDER BY p.open DESC, s.name, p.namespace`,
    params,
  )
  return z.array(Row).parse(rows)
}
