import { sealSecret } from '#lib/auth/seal-secret.ts'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { IdentityProvider } from '#lib/domain/identity-provider.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Settings = Omit<IdentityProvider, 'clientSecret'>
type Change = { id: string; wanted: IdentityProvider; secret: string; by: Actor; now: Date }

/** Changes a provider. Without a new client secret the one that is kept stays. */
export async function changeIdentityProvider(db: Db, { id, wanted, secret, by, now }: Change): Promise<void> {
  demand(by, 'provider.manage')
  const { clientSecret, ...after } = IdentityProvider.parse(wanted)
  await inTransaction(db, async (client) => {
    const { rows } = await client.query<Settings>(
      `SELECT name, issuer, client_id AS "clientId", scopes, groups_claim AS "groupsClaim" FROM identity_provider WHERE id = $1 FOR UPDATE`,
      [id],
    )
    const before = rows[0]
    if (!before) throw new ProductError('not-found', 'The provider was removed already.')
    await client.query(
      `UPDATE identity_provider SET name = $2, issuer = $3, client_id = $4, client_secret = coalesce($5, client_secret), scopes = $6,
         groups_claim = $7 WHERE id = $1`,
      [
        id,
        after.name,
        after.issuer,
        after.clientId,
        clientSecret ? sealSecret(clientSecret, secret) : null,
        after.scopes,
        after.groupsClaim,
      ],
    )
    const detail = { before, after, ...(clientSecret && { clientSecret: 'replaced' }) }
    await writeAuditRow(client, { at: now, by, action: 'provider.changed', object: `provider:${id}`, detail })
  })
}
