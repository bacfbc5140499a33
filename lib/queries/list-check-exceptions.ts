import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'

const Row = z.object({
  source: z.string(),
  name: z.string(),
  covered: z.number(),
  since: z.date(),
  expiresAt: z.date().nullable(),
  isRegistered: z.boolean(),
})
export type CheckException = z.infer<typeof Row>

/** The exceptions that cover results of a check now, the one that covers most first, up to `limit`. */
export async function listCheckExceptions(
  db: Db,
  scope: Scope,
  { checkId, limit }: { checkId: number; limit: number },
): Promise<CheckException[]> {
  const params: unknown[] = [checkId, limit]
  const { rows } = await db.sql.query(
    `WITH named AS (
       SELECT e.source_id, n.name, count(*)::int AS covered, min(e.since) AS since
       FROM finding_excepted e
       CROSS JOIN LATERAL unnest(CASE WHEN cardinality(e.names) = 0 THEN ARRAY[''] ELSE e.names END) AS n (name)
       WHERE e.check_id = $1 AND ${inScope(scope, 'excepted', 'e', params)}
       GROUP BY e.source_id, n.name)
     SELECT s.name AS source, n.name, n.covered, n.since, x.expires_at AS "expiresAt", x.is_registered IS NOT NULL AS "isRegistered"
     FROM named n JOIN source s ON s.id = n.source_id
     LEFT JOIN LATERAL (
       SELECT true AS is_registered, min(expires_at) AS expires_at FROM exception x
       WHERE x.source_id = n.source_id AND (n.name = x.name OR n.name = x.namespace || '/' || x.name)
       HAVING count(*) > 0) x ON true
     ORDER BY n.covered DESC, s.name, n.name LIMIT $2`,
    params,
  )
  return z.array(Row).parse(rows)
}
