import type { Auth } from '#lib/auth/create-auth.ts'
import { createSignInLink } from '#lib/auth/create-sign-in-link.ts'
import { withdrawSignInLinks } from '#lib/auth/withdraw-sign-in-links.ts'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { getGrant } from '#lib/queries/get-grant.ts'
import { lockUser } from './lock-user.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { auth: Auth; baseUrl: string; userId: string; by: Actor; now: Date }

/**
 * A link that signs a user in once within a day, to set a password for the first time or again. It replaces links that
 * were made before; its text is answered here and kept nowhere.
 */
export async function makeUserLink(db: Db, { auth, baseUrl, userId, by, now }: Change): Promise<string> {
  demand(by, 'user.manage')
  const email = await inTransaction(db, async (client) => {
    const user = await lockUser(client, userId)
    if (!(await getGrant(db, userId, now)))
      throw new ProductError('conflict', 'A link would not work: this user is disabled, or the audit is over.')
    await withdrawSignInLinks(client, user.email)
    const detail = { user: user.email }
    await writeAuditRow(client, { at: now, by, action: 'user.link-made', object: `user:${userId}`, detail })
    return user.email
  })
  return createSignInLink(auth, baseUrl, { email, page: '/account' })
}
