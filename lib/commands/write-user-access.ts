import { z } from 'zod'
import type { Sql } from '#lib/db/connect.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { Limits } from '#lib/domain/grant.ts'
import { ROLES } from '#lib/domain/role.ts'
import { isNarrower, type UserAccess } from '#lib/domain/user-access.ts'
import { ProductError } from '#lib/errors.ts'
import { LAST_ADMINISTRATOR, lockUser } from './lock-user.ts'
import { writeAuditRow } from './write-audit-row.ts'

const Row = z.object({
  access: z.object({
    role: z.enum(ROLES),
    limits: Limits.omit({ teams: true }),
    teams: z.array(z.number()),
    auditId: z.string().nullable(),
  }),
  /** With the names of that time, for the audit log. */
  words: z.record(z.string(), z.unknown()),
})

type Change = UserAccess & { userId: string; by: Actor; now: Date }

/**
 * Sets what a user may see and do, in the caller's transaction; whether `by` may is the caller's question. Nothing is
 * written when nothing differs. Who may look at less than before, or as something else, has to sign in again.
 */
export async function writeUserAccess(client: Sql, { userId, by, now, ...wanted }: Change): Promise<void> {
  const { isLastAdministrator } = await lockUser(client, userId)
  if (isLastAdministrator && wanted.role !== 'admin') throw new ProductError('conflict', LAST_ADMINISTRATOR)
  const before = await readAccess(client, userId)
  await refuseWrongAccess(client, wanted, before.access, now)

  const { role, limits, auditId } = wanted
  const teams = role === 'member' ? [...wanted.teams] : []
  await client.query('UPDATE "user" SET role = $2, limits = $3, audit_id = $4 WHERE id = $1', [
    userId,
    role,
    limits,
    auditId,
  ])
  await client.query('DELETE FROM user_team WHERE user_id = $1 AND team_id <> ALL ($2::int[])', [userId, teams])
  await client.query('INSERT INTO user_team (user_id, team_id) SELECT $1, unnest($2::int[]) ON CONFLICT DO NOTHING', [
    userId,
    teams,
  ])
  const after = await readAccess(client, userId)
  if (JSON.stringify(after.access) === JSON.stringify(before.access)) return
  if (isNarrower(after.access, before.access)) await client.query('DELETE FROM session WHERE user_id = $1', [userId])
  await writeAuditRow(client, {
    at: now,
    by,
    action: 'user.access-changed',
    object: `user:${userId}`,
    detail: { before: before.words, after: after.words },
  })
}

async function readAccess(client: Sql, userId: string): Promise<z.infer<typeof Row>> {
  const { rows } = await client.query(
    `SELECT jsonb_build_object('role', u.role, 'limits', u.limits, 'auditId', u.audit_id, 'teams', ARRAY(
         SELECT team_id FROM user_team WHERE user_id = u.id ORDER BY team_id)) AS access,
       jsonb_strip_nulls(jsonb_build_object('user', u.email, 'role', u.role, 'audit', a.name,
         'teams', (SELECT jsonb_agg(t.slug ORDER BY t.slug) FROM user_team m JOIN team t ON t.id = m.team_id WHERE m.user_id = u.id),
         'environments', u.limits -> 'environments',
         'sources', CASE WHEN u.limits ? 'sources' THEN to_jsonb(ARRAY(
           SELECT s.name FROM source s WHERE u.limits -> 'sources' @> to_jsonb(s.id) ORDER BY s.name)) END)) AS words
     FROM "user" u LEFT JOIN audit a ON a.id = u.audit_id WHERE u.id = $1`,
    [userId],
  )
  return z.tuple([Row]).parse(rows)[0]
}

async function refuseWrongAccess(client: Sql, wanted: UserAccess, before: UserAccess, now: Date): Promise<void> {
  const { role, limits, teams, auditId } = wanted
  if (role === 'auditor' && !auditId) throw new ProductError('invalid', 'An auditor needs the audit to look at.')
  if (role !== 'auditor' && auditId) throw new ProductError('invalid', 'Only an auditor has an audit.')
  const isLimited = limits.sources !== undefined || limits.environments !== undefined
  if (isLimited && role === 'admin')
    throw new ProductError('invalid', 'An administrator sees everything. Take the limits off, or choose another role.')
  if (isLimited && role === 'auditor')
    throw new ProductError('invalid', 'The limits of an auditor are those of the audit. Change them there.')

  const { rows } = await client.query<{ teams: boolean; sources: boolean; audit: boolean | null }>(
    `SELECT (SELECT count(*) FROM team WHERE id = ANY ($1::int[])) = cardinality($1::int[]) AS teams,
       (SELECT count(*) FROM source WHERE id = ANY ($2::int[])) = cardinality($2::int[]) AS sources,
       (SELECT closed_at IS NULL AND expires_at > $4 FROM audit WHERE id = $3) AS audit`,
    [[...new Set(teams)], [...new Set(limits.sources)], auditId, now],
  )
  const is = rows[0]
  if (!is?.teams) throw new ProductError('not-found', 'One of the teams does not exist any more.')
  if (!is.sources) throw new ProductError('not-found', 'One of the sources does not exist any more.')
  if (!auditId || auditId === before.auditId) return
  if (is.audit === null) throw new ProductError('not-found', 'The audit does not exist.')
  if (!is.audit) throw new ProductError('conflict', 'The audit is over. Extend it first, or choose another.')
}
