import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { Limits } from '#lib/domain/grant.ts'

const Row = z.object({
  limits: Limits.omit({ teams: true }),
  teams: z.array(z.string()),
  /** The names of the sources in the limits. */
  sources: z.array(z.string()),
  auditExpiresAt: z.date().nullable(),
})
export type OwnAccess = z.infer<typeof Row>

/** What the one who asks was given, by name; undefined for who is no user. */
export async function getOwnAccess(db: Db, userId: string): Promise<OwnAccess | undefined> {
  const { rows } = await db.sql.query(
    `SELECT u.limits, a.expires_at AS "auditExpiresAt",
       ARRAY(SELECT t.name FROM user_team m JOIN team t ON t.id = m.team_id WHERE m.user_id = u.id ORDER BY lower(t.name)) AS teams,
       ARRAY(SELECT s.name FROM source s WHERE u.limits -> 'sources' @> to_jsonb(s.id) ORDER BY s.name) AS sources
     FROM "user" u LEFT JOIN audit a ON a.id = u.audit_id WHERE u.id = $1`,
    [userId],
  )
  return z.array(Row).parse(rows)[0]
}
