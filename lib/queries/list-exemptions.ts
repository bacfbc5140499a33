import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'

const Row = z.object({
  engine: z.string(),
  policy: z.string(),
  by: z.string(),
  what: z.string(),
  checkId: z.number().nullable(),
})
export type SourceExemption = z.infer<typeof Row>

/** A namespace with this label is left out by Gatekeeper's webhook as a whole. */
const IGNORE = 'admission.gatekeeper.sh/ignore'

/** What the policies of a source leave out on purpose, and the namespaces that leave themselves out; up to `limit`. */
export async function listExemptions(
  db: Db,
  scope: Scope,
  { sourceId, limit }: { sourceId: number; limit: number },
): Promise<SourceExemption[]> {
  const params: unknown[] = [sourceId, IGNORE, limit]
  const { rows } = await db.sql.query(
    `SELECT * FROM (
       SELECT p.engine, CASE WHEN p.engine = 'gatekeeper' AND p.policy <> p.name THEN p.policy || '/' || p.name ELSE p.policy END AS policy,
         e.by, e.what, p.check_ids[1] AS "checkId"
       FROM policy_object p CROSS JOIN LATERAL jsonb_to_recordset(p.exempt) AS e (by text, what text)
       WHERE p.source_id = $1 AND ${scope.window ? 'true' : 'p.gone_at IS NULL'} AND ${inScope(scope, 'policy', 'p', params)}
       UNION ALL
       SELECT 'gatekeeper', 'every constraint', 'label ' || $2, 'namespace ' || l.namespace, NULL
       FROM namespace_label l WHERE l.source_id = $1 AND l.labels ? $2 AND ${inScope(scope, 'feed', 'l', params)}) x
     ORDER BY engine, policy, by, what LIMIT $3`,
    params,
  )
  return z.array(Row).parse(rows)
}
