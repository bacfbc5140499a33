import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { auditInScope } from '#lib/domain/audit-in-scope.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { AUDIT_COLUMNS, AuditRow } from './audit-row.ts'

/** One audit; undefined when there is none of this id, or it shows more than the scope and is not the asker's own. */
export async function getAudit(db: Db, scope: Scope, id: string): Promise<AuditRow | undefined> {
  if (!z.guid().safeParse(id).success) return undefined
  const { rows } = await db.sql.query(`SELECT ${AUDIT_COLUMNS} FROM audit a WHERE a.id = $1`, [id])
  const audit = z.array(AuditRow).parse(rows)[0]
  return audit && (audit.id === scope.audit || auditInScope(scope, audit.limits)) ? audit : undefined
}
