import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { isEverything, type Scope } from '#lib/domain/scope.ts'
import { TRUST_KINDS } from '#lib/domain/trust-rule.ts'

const Row = z.object({
  id: z.string(),
  kind: z.enum(TRUST_KINDS),
  issuer: z.string(),
  audience: z.string(),
  sourceId: z.number(),
  source: z.string(),
  repositoryId: z.string(),
  ownerId: z.string().nullable(),
  ref: z.string().nullable(),
  environment: z.string().nullable(),
  workflow: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable(),
})
export type TrustRuleRow = z.infer<typeof Row>

/** Which pipelines are trusted with which source, by its name; only an unrestricted scope sees any. */
export async function listTrustRules(
  db: Db,
  scope: Scope,
  { sourceId }: { sourceId?: number | undefined },
): Promise<TrustRuleRow[]> {
  if (!isEverything(scope)) return []
  const { rows } = await db.sql.query(
    `SELECT r.id, r.kind, r.issuer, r.audience, r.source_id AS "sourceId", s.name AS source, r.repository_id AS "repositoryId",
       r.owner_id AS "ownerId", r.ref, r.environment, r.workflow, r.created_by AS "createdBy", r.created_at AS "createdAt",
       r.last_used_at AS "lastUsedAt"
     FROM trust_rule r JOIN source s ON s.id = r.source_id
     WHERE $1::int IS NULL OR r.source_id = $1 ORDER BY s.name, r.created_at, r.id`,
    [sourceId ?? null],
  )
  return z.array(Row).parse(rows)
}
