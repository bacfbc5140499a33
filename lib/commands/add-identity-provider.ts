import { sealSecret } from '#lib/auth/seal-secret.ts'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { IdentityProvider } from '#lib/domain/identity-provider.ts'
import { slugOf } from '#lib/domain/ownership.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { wanted: IdentityProvider; secret: string; by: Actor; now: Date }

/** Adds a provider. Its id follows from its name and stays: the address that the provider sends people back to has it. */
export async function addIdentityProvider(db: Db, { wanted, secret, by, now }: Change): Promise<{ id: string }> {
  demand(by, 'provider.manage')
  const { name, issuer, clientId, clientSecret, scopes, groupsClaim } = IdentityProvider.parse(wanted)
  const id = slugOf(name)
  if (!id) throw new ProductError('invalid', 'The name needs a letter or a digit.')
  await inTransaction(db, async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO identity_provider (id, name, issuer, client_id, client_secret, scopes, groups_claim, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
      [id, name, issuer, clientId, clientSecret ? sealSecret(clientSecret, secret) : null, scopes, groupsClaim, now],
    )
    if (!rowCount) throw new ProductError('conflict', `There is a provider "${id}" already.`)
    const detail = { name, issuer, clientId, scopes, groupsClaim, client: clientSecret ? 'with a secret' : 'public' }
    await writeAuditRow(client, { at: now, by, action: 'provider.added', object: `provider:${id}`, detail })
  })
  return { id }
}
