import { createAuth } from '#lib/auth/create-auth.ts'
import { createSignInLink } from '#lib/auth/create-sign-in-link.ts'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import type { Db } from '#lib/db/connect.ts'
import { program } from '#lib/domain/actor.ts'
import type { Env } from '#lib/env.ts'
import type { CommandContext } from '../cli.ts'

/** `sign-in-link`: a one-time link for the administrator, for whoever may run programs on the server. */
export async function signInLinkCommand({ db, env, argv, now, print }: CommandContext): Promise<number> {
  const link = await makeLink(db, env, now)
  print(argv.includes('--json') ? `${JSON.stringify({ link })}\n` : `${link}\n`)
  return 0
}

/** A link for the first sign-in, until the administrator has a password to sign in with. */
export async function firstSignInLink(db: Db, env: Env): Promise<string | undefined> {
  const withPassword = await db.records.account.count({ where: { providerId: 'credential' } })
  return withPassword ? undefined : makeLink(db, env, new Date())
}

async function makeLink(db: Db, env: Env, now: Date): Promise<string> {
  const link = await createSignInLink(createAuth(db, env), env.baseUrl)
  await writeAuditRow(db.sql, {
    at: now,
    by: program('cli'),
    action: 'sign-in-link.created',
    object: 'user:administrator',
    detail: {},
  })
  return link
}
