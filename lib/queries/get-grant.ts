import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { type Grant, Limits } from '#lib/domain/grant.ts'
import { ROLES } from '#lib/domain/role.ts'

const Row = z.object({
  role: z.enum(ROLES),
  limits: Limits,
  teams: z.array(z.number()),
  audit: z
    .object({
      id: z.string(),
      name: z.string(),
      frameworks: z.array(z.string()),
      limits: Limits,
      from: z.coerce.date(),
      until: z.coerce.date(),
      expiresAt: z.coerce.date(),
      closedAt: z.coerce.date().nullable(),
    })
    .nullable(),
  disabled: z.boolean(),
})

export type UserGrant = Grant & { auditIs?: { id: string; name: string } }

/** What a user was given; undefined for one who is gone, disabled, of no known role, or whose audit is over. */
export async function getGrant(db: Db, userId: string, now: Date): Promise<UserGrant | undefined> {
  const { rows } = await db.sql.query(
    `SELECT u.role, u.limits, u.disabled_at IS NOT NULL AS disabled,
       ARRAY(SELECT team_id FROM user_team WHERE user_id = u.id ORDER BY team_id) AS teams,
       CASE WHEN a.id IS NOT NULL THEN jsonb_build_object('id', a.id, 'name', a.name, 'frameworks', a.frameworks, 'limits', a.limits,
         'from', a.window_from, 'until', a.window_to, 'expiresAt', a.expires_at, 'closedAt', a.closed_at) END AS audit
     FROM "user" u LEFT JOIN audit a ON a.id = u.audit_id WHERE u.id = $1`,
    [userId],
  )
  const found = z.array(Row).safeParse(rows)
  const user = found.data?.[0]
  if (!user || user.disabled) return undefined
  const { role, teams, audit } = user
  const limits = role === 'member' ? { ...user.limits, teams } : user.limits
  if (role !== 'auditor') return { role, limits }
  if (!audit || audit.closedAt || audit.expiresAt <= now) return undefined
  const { id, name, frameworks, from, until } = audit
  return {
    role,
    limits,
    auditIs: { id, name },
    audit: { id, frameworks, limits: audit.limits, window: { from, until } },
  }
}
