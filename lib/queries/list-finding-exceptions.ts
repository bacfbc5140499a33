import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { FindingKey } from '#lib/domain/finding-key.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'

const Row = z.object({
  id: z.string(),
  /** The name by which the result calls it. */
  calledAs: z.string(),
  name: z.string(),
  namespace: z.string(),
  reason: z.string().nullable(),
  approver: z.string().nullable(),
  expiresAt: z.date().nullable(),
})
export type FindingException = z.infer<typeof Row>

/**
 * The stated exceptions that cover a finding now, by the names its result gives. Reports may leave the namespace out, so
 * a bare name finds every exception of that name in the source.
 */
export async function listFindingExceptions(db: Db, scope: Scope, key: FindingKey): Promise<FindingException[]> {
  const params: unknown[] = [key.sourceId, key.feedId, key.subject, key.checkId, key.part]
  const { rows } = await db.sql.query(
    `SELECT DISTINCT ON (x.exception_id) x.exception_id AS id, n.name AS "calledAs", x.name, x.namespace, x.reason, x.approver,
       x.expires_at AS "expiresAt"
     FROM finding_excepted e CROSS JOIN LATERAL unnest(e.names) AS n (name)
     JOIN exception x ON x.source_id = e.source_id AND (n.name = x.name OR n.name = x.namespace || '/' || x.name)
       AND (x.kind = 'policy-exception' OR x.feed_id = e.feed_id)
     WHERE e.source_id = $1 AND e.feed_id = $2 AND e.subject = $3 AND e.check_id = $4 AND e.part = $5
       AND ${inScope(scope, 'excepted', 'e', params)}
     ORDER BY x.exception_id, n.name`,
    params,
  )
  return z.array(Row).parse(rows)
}
