import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { getAudit } from './get-audit.ts'

const Row = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  lastSignInAt: z.date().nullable(),
  disabledAt: z.date().nullable(),
})
export type AuditPerson = z.infer<typeof Row>

/** Who was invited to an audit; nobody when it shows more than the scope, nor to its own auditors. */
export async function listAuditPeople(db: Db, scope: Scope, id: string): Promise<AuditPerson[]> {
  if (id === scope.audit || !(await getAudit(db, scope, id))) return []
  const { rows } = await db.sql.query(
    `SELECT u.id, u.name, u.email, u.disabled_at AS "disabledAt",
       (SELECT max(s.created_at) FROM session s WHERE s.user_id = u.id) AS "lastSignInAt"
     FROM "user" u WHERE u.audit_id = $1 ORDER BY lower(u.name), u.email`,
    [id],
  )
  return z.array(Row).parse(rows)
}
