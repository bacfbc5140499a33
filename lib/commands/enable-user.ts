import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { lockUser } from './lock-user.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { userId: string; by: Actor; now: Date }

/** Lets a disabled user sign in again, with the access and the password from before. */
export async function enableUser(db: Db, { userId, by, now }: Change): Promise<void> {
  demand(by, 'user.manage')
  await inTransaction(db, async (client) => {
    const { email } = await lockUser(client, userId)
    const { rowCount } = await client.query(
      'UPDATE "user" SET disabled_at = NULL WHERE id = $1 AND disabled_at IS NOT NULL',
      [userId],
    )
    if (!rowCount) return
    const detail = { user: email }
    await writeAuditRow(client, { at: now, by, action: 'user.enabled', object: `user:${userId}`, detail })
  })
}
