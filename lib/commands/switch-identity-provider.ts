import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { id: string; isOn: boolean; by: Actor; now: Date }

/** Switches sign-in through a provider on or off. Sessions that are open stay open. */
export async function switchIdentityProvider(db: Db, { id, isOn, by, now }: Change): Promise<void> {
  demand(by, 'provider.manage')
  await inTransaction(db, async (client) => {
    const { rowCount } = await client.query('UPDATE identity_provider SET disabled_at = $2 WHERE id = $1', [
      id,
      isOn ? null : now,
    ])
    if (!rowCount) throw new ProductError('not-found', 'The provider was removed already.')
    const action = isOn ? 'provider.enabled' : 'provider.disabled'
    await writeAuditRow(client, { at: now, by, action, object: `provider:${id}` })
  })
}
