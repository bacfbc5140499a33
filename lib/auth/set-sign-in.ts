import { z } from 'zod'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import type { Db } from '#lib/db/connect.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { ProductError } from '#lib/errors.ts'
import type { Auth } from './create-auth.ts'
import { PLACEHOLDER_EMAIL } from './placeholder-email.ts'

/** For this long after signing in a person need not prove again who they are. */
export const FRESH_SESSION_MS = 10 * 60_000

export const SignIn = z.object({
  name: z.string().trim().min(1, 'Enter a name.').max(100),
  email: z.email('Enter an e-mail address.').max(200).toLowerCase(),
  /** Empty: it stays as it is. */
  password: z.string().max(128, 'At most 128 characters.'),
  currentPassword: z.string().max(128),
})
export type SignIn = z.infer<typeof SignIn>

type Change = {
  /** The person it is about. */
  by: Actor
  session: { id: string; createdAt: Date }
  wanted: SignIn
  now: Date
}

/**
 * Sets how a person signs in: name, e-mail address, password. Needs the current password unless none is set or the
 * session is fresh, so that a lost password is replaced through a one-time link. A new password ends all other sessions.
 */
export async function setSignIn(auth: Auth, db: Db, change: Change): Promise<void> {
  const { by, session, wanted, now } = change
  const userId = by.id ?? ''
  const { internalAdapter, password: hasher } = await auth.$context
  const user = await db.records.user.findUnique({ where: { id: userId } })
  if (!user) throw new ProductError('not-found', 'The user does not exist any more.')
  const account = await db.records.account.findFirst({ where: { userId, providerId: 'credential' } })

  const isFresh = now.getTime() - session.createdAt.getTime() < FRESH_SESSION_MS
  if (account?.password && !isFresh) {
    const isRight = await hasher.verify({ hash: account.password, password: wanted.currentPassword })
    if (!isRight) throw new ProductError('forbidden', 'The current password is wrong.')
  }
  if (wanted.email === PLACEHOLDER_EMAIL) throw new ProductError('invalid', 'Enter an e-mail address of your own.')
  const taken = await db.records.user.findFirst({ where: { email: wanted.email, id: { not: userId } } })
  if (taken) throw new ProductError('conflict', 'Another user has this e-mail address.')
  if (wanted.password && wanted.password.length < hasher.config.minPasswordLength)
    throw new ProductError('invalid', `A password needs at least ${hasher.config.minPasswordLength} characters.`)

  await internalAdapter.updateUser(userId, { name: wanted.name, email: wanted.email, updatedAt: now })
  if (wanted.password) {
    const hash = await hasher.hash(wanted.password)
    if (account) await internalAdapter.updatePassword(userId, hash)
    else await internalAdapter.linkAccount({ userId, providerId: 'credential', accountId: userId, password: hash })
    await db.records.session.deleteMany({ where: { userId, id: { not: session.id } } })
  }
  await writeAuditRow(db.sql, {
    at: now,
    by: { ...by, name: wanted.email },
    action: 'user.sign-in-changed',
    object: `user:${userId}`,
    detail: {
      ...(user.name !== wanted.name && { name: [user.name, wanted.name] }),
      ...(user.email !== wanted.email && { email: [user.email, wanted.email] }),
      ...(wanted.password && { password: 'replaced' }),
    },
  })
}
