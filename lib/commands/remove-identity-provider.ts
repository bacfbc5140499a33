import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { id: string; by: Actor; now: Date }

/** Removes a provider with its rules. Users who came through it stay, and need a link or another provider to sign in. */
export async function removeIdentityProvider(db: Db, { id, by, now }: Change): Promise<void> {
  demand(by, 'provider.manage')
  await inTransaction(db, async (client) => {
    const { rows } = await client.query<{ name: string; issuer: string }>(
      'DELETE FROM identity_provider WHERE id = $1 RETURNING name, issuer',
      [id],
    )
    if (!rows[0]) throw new ProductError('not-found', 'The provider was removed already.')
    const { rowCount } = await client.query('DELETE FROM account WHERE provider_id = $1', [`oidc:${id}`])
    const detail = { ...rows[0], accounts: rowCount }
    await writeAuditRow(client, { at: now, by, action: 'provider.removed', object: `provider:${id}`, detail })
  })
}
