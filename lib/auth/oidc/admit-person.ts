import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { writeUserAccess } from '#lib/commands/write-user-access.ts'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import type { GroupRule } from '#lib/domain/identity-provider.ts'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { ProductError } from '#lib/errors.ts'
import { groupAccess } from './group-access.ts'

export type Person = {
  subject: string
  email: string | undefined
  isEmailVerified: boolean
  name: string | undefined
  groups: readonly string[]
}

/** Why somebody who proved who they are may not in. */
export type Refusal = 'no_access' | 'access_ended' | 'email_missing' | 'email_taken'

type Asked = {
  provider: { id: string; name: string; rules: readonly GroupRule[] }
  person: Person
  address: string
  now: Date
}

/**
 * The user behind a person whom a provider vouches for, made at the first sign-in, with the role and teams that the groups
 * have now. A person is known by provider and subject; an e-mail address decides only once: one that the provider has
 * verified joins the user who was invited under it and never signed in.
 */
export async function admitPerson(
  db: Db,
  { provider, person, address, now }: Asked,
): Promise<{ userId: string } | { refused: Refusal }> {
  const access = groupAccess(person.groups, provider.rules)
  if (!access) return { refused: 'no_access' }
  const by: Actor = { name: `provider:${provider.name}`, kind: 'program', id: provider.id, scope: EVERYTHING, address }
  try {
    return await inTransaction(db, async (client) => {
      const found = await findOrMake(client, provider.id, { person, by, now })
      if ('refused' in found) return found
      await writeUserAccess(client, { userId: found.userId, ...access, limits: {}, auditId: null, by, now })
      return found
    })
  } catch (error) {
    // The last administrator stays one, whatever the groups say.
    if (error instanceof ProductError && error.code === 'conflict') return { refused: 'no_access' }
    throw error
  }
}

async function findOrMake(
  client: PoolClient,
  providerId: string,
  { person, by, now }: { person: Person; by: Actor; now: Date },
): Promise<{ userId: string } | { refused: Refusal }> {
  const accountProvider = `oidc:${providerId}`
  const { rows: known } = await client.query<{ userId: string; isDisabled: boolean }>(
    `SELECT u.id AS "userId", u.disabled_at IS NOT NULL AS "isDisabled" FROM account a JOIN "user" u ON u.id = a.user_id
     WHERE a.provider_id = $1 AND a.account_id = $2`,
    [accountProvider, person.subject],
  )
  if (known[0]) return known[0].isDisabled ? { refused: 'access_ended' } : { userId: known[0].userId }

  const email = person.email?.toLowerCase()
  if (!email) return { refused: 'email_missing' }
  const { rows: same } = await client.query<{ id: string; isDisabled: boolean; hasAccount: boolean; role: string }>(
    `SELECT id, role, disabled_at IS NOT NULL AS "isDisabled", EXISTS (SELECT 1 FROM account WHERE user_id = u.id) AS "hasAccount"
     FROM "user" u WHERE lower(email) = $1 FOR UPDATE`,
    [email],
  )
  const [other] = same
  if (other?.isDisabled) return { refused: 'access_ended' }
  if (other && (other.hasAccount || other.role === 'auditor' || !person.isEmailVerified))
    return { refused: 'email_taken' }
  const userId = other?.id ?? randomUUID()
  if (!other)
    await client.query(
      `INSERT INTO "user" (id, name, email, email_verified, role, created_at, updated_at) VALUES ($1, $2, $3, $4, 'member', $5, $5)`,
      [userId, person.name?.slice(0, 100) || email, email, person.isEmailVerified, now],
    )
  await client.query(
    `INSERT INTO account (id, account_id, provider_id, user_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)`,
    [randomUUID(), person.subject, accountProvider, userId, now],
  )
  await writeAuditRow(client, {
    at: now,
    by,
    action: other ? 'user.linked' : 'user.created',
    object: `user:${userId}`,
    detail: { user: email, provider: providerId },
  })
  return { userId }
}
