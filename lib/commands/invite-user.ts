import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Auth } from '#lib/auth/create-auth.ts'
import { createSignInLink } from '#lib/auth/create-sign-in-link.ts'
import { PLACEHOLDER_EMAIL } from '#lib/auth/placeholder-email.ts'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import type { UserAccess } from '#lib/domain/user-access.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'
import { writeUserAccess } from './write-user-access.ts'

export const NewUser = z.object({
  name: z.string().trim().min(1, 'Enter a name.').max(100),
  email: z
    .email('Enter an e-mail address.')
    .max(200)
    .toLowerCase()
    .refine((email) => email !== PLACEHOLDER_EMAIL, 'Enter the e-mail address of the person.'),
})
type NewUser = z.input<typeof NewUser>

type Change = { auth: Auth; baseUrl: string; wanted: NewUser & { access: UserAccess }; by: Actor; now: Date }

/** Makes a user, and a link that signs in once within a day. Its text is answered here and kept nowhere. */
export async function inviteUser(
  db: Db,
  { auth, baseUrl, wanted, by, now }: Change,
): Promise<{ id: string; link: string }> {
  demand(by, 'user.manage')
  const { name, email } = NewUser.parse(wanted)
  const id = randomUUID()
  await inTransaction(db, async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO "user" (id, name, email, role, created_at, updated_at) VALUES ($1, $2, $3, 'member', $4, $4)
       ON CONFLICT (email) DO NOTHING`,
      [id, name, email, now],
    )
    if (!rowCount) throw new ProductError('conflict', 'Another user has this e-mail address.')
    await writeAuditRow(client, {
      at: now,
      by,
      action: 'user.invited',
      object: `user:${id}`,
      detail: { name, user: email },
    })
    await writeUserAccess(client, { userId: id, ...wanted.access, by, now })
  })
  return { id, link: await createSignInLink(auth, baseUrl, { email, page: '/account' }) }
}
