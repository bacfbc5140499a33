import type { Db } from '#lib/db/connect.ts'
import { type CloseReason, closeReasonOf } from '#lib/domain/closing.ts'
import type { Fact } from './truth.ts'

/** What is stored of a source, in the words of the truth. */
export async function storedTruth(db: Db, sourceId: number): Promise<Map<string, Fact>> {
  const { rows } = await db.sql.query<{ key: string; fact: Fact }>(
    `WITH here AS (SELECT *, kind || ' ' || namespace || '/' || name AS subject_name FROM subject_state
                   WHERE source_id = $1 AND gone_at IS NULL)
     SELECT subject_name || ' ' AS key, 'present' AS fact FROM here
     UNION ALL
     SELECT h.subject_name || ' ' || c.engine || '/' || c.policy, v.fact FROM here h
     CROSS JOIN LATERAL (SELECT unnest(h.pass) AS check_id, 'pass' AS fact UNION ALL SELECT unnest(h.skip), 'skip') v
     JOIN policy_check c ON c.id = v.check_id
     UNION ALL
     SELECT coalesce(h.subject_name, 'gone') || ' ' || c.engine || '/' || c.policy, (ARRAY['fail', 'warn', 'error'])[f.status]
     FROM finding_open f JOIN policy_check c ON c.id = f.check_id
     LEFT JOIN here h USING (source_id, feed_id, subject) WHERE f.source_id = $1`,
    [sourceId],
  )
  return new Map(rows.map(({ key, fact }) => [key, fact]))
}

/** Every closing that ever happened, also those that were taken back. */
export async function storedClosings(db: Db, sourceId: number): Promise<{ key: string; reason: CloseReason }[]> {
  const { rows } = await db.sql.query<{ key: string; reason: number }>(
    `SELECT k.kind || ' ' || k.namespace || '/' || k.name || ' ' || c.engine || '/' || c.policy AS key, (e.detail ->> 'reason')::int AS reason
     FROM finding_event e JOIN subject_state k USING (source_id, feed_id, subject) JOIN policy_check c ON c.id = e.check_id
     WHERE e.source_id = $1 AND e.event = 2`,
    [sourceId],
  )
  return rows.map(({ key, reason }) => ({ key, reason: closeReasonOf(reason) }))
}
