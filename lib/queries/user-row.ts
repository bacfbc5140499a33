import { z } from 'zod'
import { Limits } from '#lib/domain/grant.ts'
import { ROLES } from '#lib/domain/role.ts'

export const UserRow = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  limits: Limits.omit({ teams: true }),
  teams: z.array(z.object({ id: z.number(), slug: z.string(), name: z.string() })),
  audit: z
    .object({ id: z.string(), name: z.string(), expiresAt: z.coerce.date(), closedAt: z.coerce.date().nullable() })
    .nullable(),
  /** `password`, or the name of an identity provider; none: nobody but a one-time link opens this user. */
  signsInWith: z.array(z.string()),
  /** When the newest session that is still kept began. */
  lastSignInAt: z.date().nullable(),
  disabledAt: z.date().nullable(),
  createdAt: z.date(),
})
export type UserRow = z.infer<typeof UserRow>

/** What is told about the user `u`. Never a password, a token or a link. */
export const USER_COLUMNS = `u.id, u.name, u.email, u.role, u.limits, u.disabled_at AS "disabledAt", u.created_at AS "createdAt",
  (SELECT jsonb_build_object('id', a.id, 'name', a.name, 'expiresAt', a.expires_at, 'closedAt', a.closed_at)
   FROM audit a WHERE a.id = u.audit_id) AS audit,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) ORDER BY lower(t.name))
            FROM user_team m JOIN team t ON t.id = m.team_id WHERE m.user_id = u.id), '[]') AS teams,
  ARRAY(SELECT DISTINCT CASE WHEN c.provider_id = 'credential' THEN 'password' ELSE coalesce(p.name, c.provider_id) END
        FROM account c LEFT JOIN identity_provider p ON c.provider_id = 'oidc:' || p.id WHERE c.user_id = u.id ORDER BY 1) AS "signsInWith",
  (SELECT max(s.created_at) FROM session s WHERE s.user_id = u.id) AS "lastSignInAt"`
