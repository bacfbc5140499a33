import type { Sql } from '#lib/db/connect.ts'
import type { StatedException } from '#lib/domain/result.ts'
import { uuidOf } from '#lib/domain/subject-key.ts'

type Feed = { sourceId: number; feedId: number; at: Date; complete: boolean }

/**
 * Makes the register of what a feed states as excepted equal to what it states now. One whose words changed is updated;
 * one that a complete scan no longer has is marked gone, never removed. Returns rows written.
 */
export async function recordExceptions(
  sql: Sql,
  { sourceId, feedId, at, complete }: Feed,
  stated: StatedException[],
): Promise<number> {
  const byId = new Map(stated.map((e) => [uuidOf([feedId, e.kind, e.namespace, e.name, e.scope].join('\0')), e]))
  let written = 0
  if (byId.size) {
    const rows = [...byId].map(([id, e]) => ({
      exception_id: id,
      kind: e.kind,
      name: e.name,
      namespace: e.namespace,
      checks: e.checks,
      scope: e.scope,
      reason: e.reason ?? null,
      approver: e.approver ?? null,
      requester: e.requester ?? null,
      ticket: e.ticket ?? null,
      created_at: e.createdAt ?? null,
      expires_at: e.expiresAt ?? null,
      object: e.object ?? null,
    }))
    const { rowCount } = await sql.query(UPSERT, [sourceId, feedId, at, JSON.stringify(rows)])
    written += rowCount ?? 0
  }
  if (complete) {
    const { rowCount } = await sql.query(
      `UPDATE exception SET gone_at = $3, changed_at = $3
       WHERE source_id = $1 AND feed_id = $2 AND gone_at IS NULL AND NOT (exception_id = ANY ($4::uuid[]))`,
      [sourceId, feedId, at, [...byId.keys()]],
    )
    written += rowCount ?? 0
  }
  return written
}

const UPSERT = `
INSERT INTO exception AS x (source_id, exception_id, feed_id, kind, name, namespace, checks, scope, reason, approver, requester,
                            ticket, created_at, expires_at, first_seen_at, changed_at, object)
SELECT $1, r.exception_id, $2, r.kind, r.name, r.namespace, r.checks, r.scope, r.reason, r.approver, r.requester,
       r.ticket, r.created_at, r.expires_at, $3, $3, r.object
FROM jsonb_to_recordset($4::jsonb) AS r (exception_id uuid, kind text, name text, namespace text, checks text[], scope text,
  reason text, approver text, requester text, ticket text, created_at timestamptz, expires_at timestamptz, object jsonb)
ON CONFLICT (source_id, exception_id) DO UPDATE
SET checks = excluded.checks, reason = excluded.reason, approver = excluded.approver, requester = excluded.requester,
    ticket = excluded.ticket, created_at = excluded.created_at, expires_at = excluded.expires_at, object = excluded.object,
    changed_at = excluded.changed_at, gone_at = NULL
WHERE (x.checks, x.reason, x.approver, x.requester, x.ticket, x.created_at, x.expires_at, x.gone_at)
   IS DISTINCT FROM (excluded.checks, excluded.reason, excluded.approver, excluded.requester, excluded.ticket, excluded.created_at, excluded.expires_at, NULL::timestamptz)`
