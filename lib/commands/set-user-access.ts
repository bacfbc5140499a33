import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import type { UserAccess } from '#lib/domain/user-access.ts'
import { ProductError } from '#lib/errors.ts'
import { writeUserAccess } from './write-user-access.ts'

type Change = { userId: string; access: UserAccess; by: Actor; now: Date }

/** Sets what a user may see and do. Nobody takes the role of administrator from themselves: another one does. */
export async function setUserAccess(db: Db, { userId, access, by, now }: Change): Promise<void> {
  demand(by, 'user.manage')
  if (userId === by.id && access.role !== 'admin')
    throw new ProductError('conflict', 'You cannot take your own role. Ask another administrator.')
  await inTransaction(db, (client) => writeUserAccess(client, { userId, ...access, by, now }))
}
