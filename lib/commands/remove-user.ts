import { withdrawSignInLinks } from '#lib/auth/withdraw-sign-in-links.ts'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { LAST_ADMINISTRATOR, lockUser } from './lock-user.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { userId: string; by: Actor; now: Date }

/** Deletes a user with all sessions. What the user did stays in the audit log, under the name of that time. */
export async function removeUser(db: Db, { userId, by, now }: Change): Promise<void> {
  demand(by, 'user.manage')
  if (userId === by.id) throw new ProductError('conflict', 'You cannot remove yourself. Ask another administrator.')
  await inTransaction(db, async (client) => {
    const { name, email, isLastAdministrator } = await lockUser(client, userId)
    if (isLastAdministrator) throw new ProductError('conflict', LAST_ADMINISTRATOR)
    await client.query('DELETE FROM "user" WHERE id = $1', [userId])
    await withdrawSignInLinks(client, email)
    const detail = { name, user: email }
    await writeAuditRow(client, { at: now, by, action: 'user.removed', object: `user:${userId}`, detail })
  })
}
