import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { id: string; by: Actor; now: Date }

/** Ends the trust at once: what the pipeline sends next is refused. What it sent stays. */
export async function removeTrustRule(db: Db, { id, by, now }: Change): Promise<void> {
  demand(by, 'trust.manage')
  await inTransaction(db, async (client) => {
    const { rows } = await client.query(
      `DELETE FROM trust_rule r USING source s WHERE r.id = $1 AND s.id = r.source_id
       RETURNING r.kind, r.issuer, r.audience, r.repository_id AS "repositoryId", r.owner_id AS "ownerId", r.ref, r.environment,
         r.workflow, s.name AS source`,
      [id],
    )
    const rule = rows[0]
    if (!rule) throw new ProductError('not-found', 'The rule was removed already.')
    await writeAuditRow(client, { at: now, by, action: 'trust-rule.removed', object: `trust-rule:${id}`, detail: rule })
  })
}
