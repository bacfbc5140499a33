import { randomUUID } from 'node:crypto'
import type { Sql } from '#lib/db/connect.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { AUDIT_ROW_SHA256 } from '#lib/domain/audit-chain.ts'

export type AuditEntry = {
  at: Date
  by: Pick<Actor, 'name' | 'kind' | 'id' | 'address'>
  /** What was done, as noun and verb: `token.created`, `rows.exported`. */
  action: string
  /** To what: `token:<id>`, `team:payments`. */
  object: string
  /** What changed, before and after; never a secret. */
  detail?: Record<string, unknown>
}

/** Rows of these actions change nothing that a query answers. */
const READS = [
  'rows.exported',
  'original.downloaded',
  'bundle.downloaded',
  'bundle.verified',
  'bundle.read',
  'audit-log.exported',
]
const isChange = (action: string): boolean =>
  !READS.includes(action) && !action.startsWith('sign-in') && !action.startsWith('session.')

/**
 * Appends to the audit log: the row takes the next place in the chain and the hash over itself and the row before. Runs
 * on the caller's transaction, so that the row stands or falls with the change; until it ends, nobody else appends.
 */
export async function writeAuditRow(sql: Sql, { at, by, action, object, detail = {} }: AuditEntry): Promise<void> {
  const { rowCount } = await sql.query(
    `WITH entry AS (
       SELECT $1::uuid AS id, $2::timestamptz AS at, $3::text AS actor, $4::text AS actor_kind, $5::text AS actor_id,
         $6::text AS action, $7::text AS object, $8::jsonb AS detail, $9::text AS address),
     head AS (
       UPDATE audit_head h SET sequence = h.sequence + 1, changes = h.changes + $10::int,
         sha256 = ${AUDIT_ROW_SHA256('h.sha256', 'h.sequence + 1', 'e')}
       FROM entry e WHERE h.id = 1 RETURNING h.sequence, h.sha256)
     INSERT INTO audit_log (id, sequence, at, actor, actor_kind, actor_id, action, object, detail, address, sha256)
     SELECT e.id, head.sequence, e.at, e.actor, e.actor_kind, e.actor_id, e.action, e.object, e.detail, e.address, head.sha256
     FROM entry e, head`,
    [
      randomUUID(),
      at,
      by.name,
      by.kind,
      by.id ?? null,
      action,
      object,
      textWithoutNul(detail),
      by.address ?? null,
      isChange(action) ? 1 : 0,
    ],
  )
  if (rowCount !== 1) throw new Error('the audit log has no head row; nothing was written')
}

/** PostgreSQL keeps no NUL in text; what strangers send into an address or a name may hold one. */
const textWithoutNul = (detail: Record<string, unknown>): string =>
  JSON.stringify(detail, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value,
  )
