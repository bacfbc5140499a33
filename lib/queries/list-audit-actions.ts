import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { isEverything, type Scope } from '#lib/domain/scope.ts'

/** The nouns and the actions that the audit log has, in order: what its filter may be set to. */
export async function listAuditActions(db: Db, scope: Scope): Promise<string[]> {
  if (!isEverything(scope)) return []
  // One step of the index an action, however long the log is.
  const { rows } = await db.sql.query(
    `WITH RECURSIVE step (action) AS (
       (SELECT action FROM audit_log ORDER BY action LIMIT 1)
       UNION ALL SELECT (SELECT l.action FROM audit_log l WHERE l.action > step.action ORDER BY l.action LIMIT 1)
       FROM step WHERE step.action IS NOT NULL)
     SELECT action FROM step WHERE action IS NOT NULL`,
  )
  const actions = z.array(z.object({ action: z.string() })).parse(rows)
  return [...new Set(actions.flatMap(({ action }) => [action.split('.')[0] ?? action, action]))].sort()
}
