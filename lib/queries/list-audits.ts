import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { auditInScope } from '#lib/domain/audit-in-scope.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { AUDIT_COLUMNS, AuditRow } from './audit-row.ts'

/** The audits that show nobody more than the scope does, open ones first, the latest window first; of an auditor, the own. */
export async function listAudits(db: Db, scope: Scope): Promise<AuditRow[]> {
  const { rows } = await db.sql.query(
    `SELECT ${AUDIT_COLUMNS} FROM audit a ORDER BY a.closed_at IS NOT NULL, a.window_to DESC, a.name, a.id LIMIT 500`,
  )
  return z
    .array(AuditRow)
    .parse(rows)
    .filter(({ id, limits }) => id === scope.audit || auditInScope(scope, limits))
}
