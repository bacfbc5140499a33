import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { findingRows } from './finding-rows.ts'
import { within } from './within.ts'

const Row = z.object({
  source: z.string(),
  sourceKind: z.enum(['cluster', 'pipeline']),
  repository: z.string().nullable(),
  namespace: z.string(),
  subjects: z.number().int(),
  open: z.number().int(),
  /** Null until ownership has been assigned there. */
  rule: z.string().nullable(),
  since: z.date().nullable(),
})
export type Place = z.infer<typeof Row>

/** The namespaces and repositories where a team owns something (0: nobody does), and by which rule; most open first. */
export async function listPlaces(
  db: Db,
  scope: Scope,
  { teamId, limit }: { teamId: number; limit: number },
): Promise<Place[]> {
  const params: unknown[] = [limit]
  const { rows } = await db.sql.query(
    `WITH place AS (
       SELECT k.source_id, CASE WHEN k.kind = 'Namespace' AND k.api_group = '' THEN k.name ELSE k.namespace END AS namespace,
              count(*)::int AS subjects, coalesce(sum(o.open), 0)::int AS open
       FROM subject_state k
       LEFT JOIN (SELECT f.source_id, f.feed_id, f.subject, count(*) AS open FROM ${findingRows(scope, 'open', params)} f
                  WHERE ${within(scope, { teamId }, 'open', 'f', params)} GROUP BY 1, 2, 3) o USING (source_id, feed_id, subject)
       WHERE k.gone_at IS NULL AND ${within(scope, { teamId }, 'subject', 'k', params)}
       GROUP BY 1, 2)
     SELECT s.name AS source, s.kind AS "sourceKind", s.repository, p.namespace, p.subjects, p.open, h.rule, h.valid_from AS since
     FROM place p JOIN source s ON s.id = p.source_id
     LEFT JOIN ownership h ON h.source_id = p.source_id AND h.namespace = p.namespace AND h.valid_to IS NULL
     ORDER BY p.open DESC, p.subjects DESC, s.name, p.namespace LIMIT $1`,
    params,
  )
  return z.array(Row).parse(rows)
}
