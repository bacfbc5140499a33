import { withdrawSignInLinks } from '#lib/auth/withdraw-sign-in-links.ts'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { LAST_ADMINISTRATOR, lockUser } from './lock-user.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { userId: string; by: Actor; now: Date }

/** Ends a user's sessions and lets nobody sign in as that user, until it is enabled again. Access stays as it was given. */
export async function disableUser(db: Db, { userId, by, now }: Change): Promise<void> {
  demand(by, 'user.manage')
  if (userId === by.id) throw new ProductError('conflict', 'You cannot disable yourself. Ask another administrator.')
  await inTransaction(db, async (client) => {
    const { email, isLastAdministrator } = await lockUser(client, userId)
    if (isLastAdministrator) throw new ProductError('conflict', LAST_ADMINISTRATOR)
    const { rowCount } = await client.query(
      'UPDATE "user" SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL',
      [userId, now],
    )
    if (!rowCount) return
    await client.query('DELETE FROM session WHERE user_id = $1', [userId])
    await withdrawSignInLinks(client, email)
    const detail = { user: email }
    await writeAuditRow(client, { at: now, by, action: 'user.disabled', object: `user:${userId}`, detail })
  })
}
