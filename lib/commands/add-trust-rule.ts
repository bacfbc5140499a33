import { randomUUID } from 'node:crypto'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { TrustRule } from '#lib/domain/trust-rule.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { sourceId: number; wanted: TrustRule; by: Actor; now: Date }

/** Lets a pipeline's own tokens store results of one source. An issuer makes tokens of one kind; the same rule twice is a conflict. */
export async function addTrustRule(db: Db, { sourceId, wanted, by, now }: Change): Promise<{ id: string }> {
  demand(by, 'trust.manage')
  const rule = TrustRule.parse(wanted)
  const { kind, issuer, audience, repositoryId, ownerId = null, ref = null, environment = null, workflow = null } = rule
  const id = randomUUID()
  await inTransaction(db, async (client) => {
    await client.query('LOCK TABLE trust_rule IN SHARE ROW EXCLUSIVE MODE')
    const { rows } = await client.query<{ name: string }>(
      'SELECT name FROM source WHERE id = $1 AND removed_at IS NULL',
      [sourceId],
    )
    const source = rows[0]
    if (!source) throw new ProductError('not-found', 'The source does not exist.')
    const { rowCount: others } = await client.query(
      'SELECT 1 FROM trust_rule WHERE issuer = $1 AND kind <> $2 LIMIT 1',
      [issuer, kind],
    )
    if (others) throw new ProductError('conflict', `There are rules that know ${issuer} as another kind of issuer.`)
    const { rowCount: same } = await client.query(
      `SELECT 1 FROM trust_rule WHERE issuer = $1 AND audience = $2 AND source_id = $3 AND repository_id = $4
         AND (owner_id, ref, environment, workflow) IS NOT DISTINCT FROM ($5, $6, $7, $8) LIMIT 1`,
      [issuer, audience, sourceId, repositoryId, ownerId, ref, environment, workflow],
    )
    if (same) throw new ProductError('conflict', 'There is this rule already.')
    await client.query(
      `INSERT INTO trust_rule (id, kind, issuer, audience, source_id, repository_id, owner_id, ref, environment, workflow, created_by, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [id, kind, issuer, audience, sourceId, repositoryId, ownerId, ref, environment, workflow, by.name, now],
    )
    const detail = { ...rule, source: source.name }
    await writeAuditRow(client, { at: now, by, action: 'trust-rule.added', object: `trust-rule:${id}`, detail })
  })
  return { id }
}
