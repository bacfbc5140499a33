import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'
import { frameworkInScope } from './state-in-scope.ts'

const Row = z.object({
  source: z.string(),
  name: z.string(),
  covered: z.number(),
  expiresAt: z.date().nullable(),
  isRegistered: z.boolean(),
})
export type ControlException = z.infer<typeof Row>

/** The exceptions that cover results of a control's checks in an environment now, most covered first, up to 50. */
export async function listControlExceptions(
  db: Db,
  scope: Scope,
  { framework, control, environment }: { framework: string; control: string; environment: string },
): Promise<ControlException[]> {
  const params: unknown[] = [framework, control, environment]
  const { rows } = await db.sql.query(
    `WITH named AS (
       SELECT e.source_id, n.name, count(*)::int AS covered
       FROM finding_excepted e JOIN source s ON s.id = e.source_id AND s.environment = $3
       CROSS JOIN LATERAL unnest(CASE WHEN cardinality(e.names) = 0 THEN ARRAY[''] ELSE e.names END) AS n (name)
       WHERE e.check_id = ANY(ARRAY(
           SELECT cm.check_id FROM check_mapping cm JOIN mapping_control mc USING (mapping_id)
           WHERE mc.framework_id = $1 AND mc.control_id = $2 AND ${frameworkInScope(scope, 'mc.framework_id', params)}))
         AND ${inScope(scope, 'excepted', 'e', params)}
       GROUP BY e.source_id, n.name)
     SELECT s.name AS source, n.name, n.covered, x.expires_at AS "expiresAt", x.is_registered IS NOT NULL AS "isRegistered"
     FROM named n JOIN source s ON s.id = n.source_id
     LEFT JOIN LATERAL (
       SELECT true AS is_registered, min(expires_at) AS expires_at FROM exception x
       WHERE x.source_id = n.source_id AND (n.name = x.name OR n.name = x.namespace || '/' || x.name)
       HAVING count(*) > 0) x ON true
     ORDER BY n.covered DESC, s.name, n.name LIMIT 50`,
    params,
  )
  return z.array(Row).parse(rows)
}
