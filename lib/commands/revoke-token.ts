import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { id: string; by: Actor; now: Date }

/** Ends a token at once and for good. One that was revoked before stays as it is. */
export async function revokeToken(db: Db, { id, by, now }: Change): Promise<void> {
  demand(by, 'token.manage')
  await inTransaction(db, async (client) => {
    const { rows } = await client.query<{ name: string; revoked: boolean }>(
      'SELECT name, revoked_at IS NOT NULL AS revoked FROM token WHERE id = $1 FOR UPDATE',
      [id],
    )
    const token = rows[0]
    if (!token) throw new ProductError('not-found', 'The token does not exist.')
    if (token.revoked) return
    await client.query('UPDATE token SET revoked_at = $2 WHERE id = $1', [id, now])
    await writeAuditRow(client, {
      at: now,
      by,
      action: 'token.revoked',
      object: `token:${id}`,
      detail: { name: token.name },
    })
  })
}
