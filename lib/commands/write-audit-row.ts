import { randomUUID } from 'node:crypto'
import type { Sql } from '#lib/db/connect.ts'

export type AuditEntry = {
  at: Date
  /** Who, as text that outlives the user: an e-mail address, `token:<name>`, `cli`, `worker`. */
  actor: string
  /** What was done, as noun and verb: `token.created`, `findings.exported`. */
  action: string
  /** To what: `token:<id>`, `team:payments`. */
  object: string
  detail?: Record<string, unknown>
  /** Where the request came from. */
  address?: string | undefined
}

/** Appends to the audit log. Runs on the caller's transaction, so that the row stands or falls with the change. */
export async function writeAuditRow(
  sql: Sql,
  { at, actor, action, object, detail, address }: AuditEntry,
): Promise<void> {
  await sql.query(
    `INSERT INTO audit_log (id, at, actor, action, object, detail, address) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [randomUUID(), at, actor, action, object, detail ?? {}, address ?? null],
  )
}
