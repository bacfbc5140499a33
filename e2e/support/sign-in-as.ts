import { createAuth } from '#lib/auth/create-auth.ts'
import { inviteUser } from '#lib/commands/invite-user.ts'
import type { Db } from '#lib/db/connect.ts'
import { program } from '#lib/domain/actor.ts'
import type { UserAccess } from '#lib/domain/user-access.ts'
import type { Env } from '#lib/env.ts'

/** Invites somebody and uses the link at once. Answers the user's id and the cookie of the session. */
export async function signInAs(
  { db, env }: { db: Db; env: Env },
  name: string,
  access: UserAccess,
): Promise<{ id: string; cookie: string }> {
  const { id, link } = await inviteUser(db, {
    auth: createAuth(db, env),
    baseUrl: env.baseUrl,
    wanted: { name, email: `${name}@example.com`, access },
    by: program('cli'),
    now: new Date(),
  })
  const answer = await fetch(link, { redirect: 'manual' })
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  if (!cookie) throw new Error(`the link of ${name} did not sign in: ${answer.headers.get('location')}`)
  return { id, cookie }
}
