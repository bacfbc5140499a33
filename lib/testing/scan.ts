import { hash } from 'node:crypto'
import type { Db } from '#lib/db/connect.ts'
import type { Parsed } from '#lib/domain/result.ts'
import { ensureSource } from '#lib/ingest/ensure-source.ts'
import { recordScan } from '#lib/ingest/record-scan.ts'
import type { RecordedScan, Scan } from '#lib/ingest/scan.ts'

/** Minutes after the start of a day in October 2026. */
export const minute = (minutes: number): Date => new Date(Date.UTC(2026, 9, 5) + minutes * 60_000)

/** A source of its own, and a way to store scans of it. */
export async function testSource(db: Db, name: string, kind: 'cluster' | 'pipeline' = 'cluster') {
  const source = await ensureSource(db.sql, { name, kind, now: minute(0) })
  const scan = (at: Date, parsed: Parsed, more: Partial<Scan> = {}): Promise<RecordedScan> =>
    recordScan(db, {
      sourceId: source.id,
      feed: { kind: parsed.format, scope: '' },
      observedAt: at,
      receivedAt: new Date(at.getTime() + 5_000),
      complete: true,
      identity: at.toISOString(),
      files: [{ name: 'reports.json', digest: hash('sha256', JSON.stringify(parsed), 'hex'), bytes: 1, parsed }],
      ...more,
    })
  const open = async () => {
    const { rows } = await db.sql.query<{
      name: string
      policy: string
      episode: number
      cause: number
      openedAt: Date
    }>(
      `SELECT s.name, c.policy, f.episode, f.cause, f.opened_at AS "openedAt" FROM finding_open f
       JOIN subject_state s USING (source_id, feed_id, subject) JOIN policy_check c ON c.id = f.check_id
       WHERE f.source_id = $1 ORDER BY s.name, c.policy, f.part`,
      [source.id],
    )
    return rows
  }
  const closed = async () => {
    const { rows } = await db.sql.query<{ name: string; policy: string; episode: number; reason: number }>(
      `SELECT s.name, c.policy, f.episode, f.close_reason AS reason FROM finding_closed f
       JOIN subject_state s USING (source_id, feed_id, subject) JOIN policy_check c ON c.id = f.check_id
       WHERE f.source_id = $1 ORDER BY f.closed_at, s.name, c.policy, f.part`,
      [source.id],
    )
    return rows
  }
  const tuples = async () => {
    const { rows } = await db.sql.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM (
         SELECT xmin::text, ctid::text FROM finding_open UNION ALL SELECT xmin::text, ctid::text FROM subject_state) t`,
    )
    return rows[0]?.n ?? 0
  }
  return { id: source.id, scan, open, closed, tuples }
}
