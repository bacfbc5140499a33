import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'

const Row = z.object({
  sourceId: z.number(),
  source: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  exempt: z.array(z.object({ by: z.string(), what: z.string() })),
  troubles: z.array(z.string()),
  createdAt: z.date().nullable(),
  firstSeenAt: z.date(),
  changedAt: z.date(),
  goneAt: z.date().nullable(),
  /** As it is now, or was last. */
  object: z.unknown(),
})
export type CheckPolicy = z.infer<typeof Row>

/** The objects that state a check, source by source: its policy, or its constraint and the template of that. */
export async function listCheckPolicies(
  db: Db,
  scope: Scope,
  { checkId, limit }: { checkId: number; limit: number },
): Promise<CheckPolicy[]> {
  const params: unknown[] = [checkId, limit]
  const { rows } = await db.sql.query(
    `SELECT p.source_id AS "sourceId", s.name AS source, p.kind, p.namespace, p.name, p.exempt, p.troubles, p.created_at AS "createdAt",
       p.first_seen_at AS "firstSeenAt", p.changed_at AS "changedAt", p.gone_at AS "goneAt", p.object
     FROM policy_check c
     JOIN policy_object p ON p.engine = c.engine AND p.policy = c.policy AND (cardinality(p.check_ids) = 0 OR c.id = ANY (p.check_ids))
     JOIN source s ON s.id = p.source_id AND s.removed_at IS NULL
     WHERE c.id = $1 AND ${inScope(scope, 'policy', 'p', params)}
       AND (c.id = ANY (p.check_ids) OR EXISTS (SELECT 1 FROM policy_object o WHERE o.source_id = p.source_id AND c.id = ANY (o.check_ids)))
     ORDER BY p.gone_at IS NOT NULL, s.name, p.kind LIMIT $2`,
    params,
  )
  return z.array(Row).parse(rows)
}
