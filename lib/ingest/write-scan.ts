import type { PoolClient } from 'pg'
import type { Sql } from '#lib/db/connect.ts'
import type { Feed } from './lock-feed.ts'
import type { Moved } from './move-findings.ts'
import type { RecordedScan, Scan } from './scan.ts'

type Written = {
  scan: Scan
  /** Whether any result was a pass. */
  hasPass: boolean
  scanId: string
  key: string
  feed: Feed
  gen: number
  status: 'stored' | 'superseded'
  complete: boolean
  reason: string | null
  stored: number
  moved: Moved
  rawKept: number
  truncated?: boolean
}

/** Rejected entries beyond this many are counted, not listed. */
const REJECTED_KEPT = 1_000

const COLUMNS = `scan_id AS "scanId", source_id AS "sourceId", feed_id AS "feedId", status, complete, reason, listed, parsed,
  rejected, ignored, stored, opened, closed, changed, rows_written AS "rowsWritten"`

/** The scan that was stored under this key, as a replay: nothing opened, closed or written this time. */
export async function findScan(sql: Sql, sourceId: number, key: string): Promise<RecordedScan | undefined> {
  const { rows } = await sql.query<RecordedScan>(`SELECT ${COLUMNS} FROM scan WHERE source_id = $1 AND key = $2`, [
    sourceId,
    key,
  ])
  return rows[0] && { ...rows[0], replayed: true, opened: 0, closed: 0, changed: 0, rowsWritten: 0 }
}

/** Writes the scan's row, its files and rejected entries, and moves the feed's marks on. */
export async function writeScan(client: PoolClient, written: Written): Promise<RecordedScan> {
  const { scan, scanId, key, feed, gen, status, complete, reason, stored, moved } = written
  const total = (pick: (file: Scan['files'][number]) => number) => scan.files.reduce((sum, file) => sum + pick(file), 0)
  const warnings = [...new Set(scan.files.flatMap((file) => file.parsed.warnings))].slice(0, 50)
  const ignored = scan.files.flatMap((file) => file.parsed.ignored)
  const context = { ...scan.context, ...(warnings.length && { warnings }), ...(ignored.length && { ignored }) }
  const { rows } = await client.query<RecordedScan>(
    `INSERT INTO scan (source_id, scan_id, feed_id, key, observed_at, received_at, complete, reason, status, listed, parsed,
                       rejected, ignored, stored, opened, closed, changed, rows_written, context)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) RETURNING ${COLUMNS}`,
    [
      scan.sourceId,
      scanId,
      feed.feedId,
      key,
      scan.observedAt,
      scan.receivedAt,
      complete,
      reason,
      status,
      total((file) => file.parsed.listed),
      total((file) => file.parsed.entries),
      total((file) => file.parsed.rejected.length),
      total((file) => file.parsed.ignored.reduce((sum, entry) => sum + entry.count, 0)),
      stored,
      moved.opened,
      moved.closed,
      moved.changed,
      moved.rowsWritten,
      context,
    ],
  )
  await writeFiles(client, scan, scanId)
  if (status === 'stored') await moveFeed(client, written, gen)
  const recorded = rows[0]
  if (!recorded) throw new Error('the scan was not written')
  return { ...recorded, replayed: false }
}

async function writeFiles(client: PoolClient, scan: Scan, scanId: string): Promise<void> {
  const { files, sourceId } = scan
  await client.query(
    `INSERT INTO scan_file (source_id, scan_id, n, name, digest, bytes, listed, parsed, rejected)
     SELECT $1, $2, f.* FROM unnest($3::int[], $4::text[], $5::text[], $6::bigint[], $7::int[], $8::int[], $9::int[]) AS f`,
    [
      sourceId,
      scanId,
      files.map((_, n) => n),
      files.map((file) => file.name),
      files.map((file) => file.digest),
      files.map((file) => file.bytes),
      files.map((file) => file.parsed.listed),
      files.map((file) => file.parsed.entries),
      files.map((file) => file.parsed.rejected.length),
    ],
  )
  const rejected = files
    .flatMap((file) => file.parsed.rejected.map((entry) => ({ file: file.name, ...entry })))
    .slice(0, REJECTED_KEPT)
  if (!rejected.length) return
  await client.query(
    `INSERT INTO scan_rejected (source_id, scan_id, n, file, path, reason)
     SELECT $1, $2, r.* FROM unnest($3::int[], $4::text[], $5::text[], $6::text[]) AS r`,
    [
      sourceId,
      scanId,
      rejected.map((_, n) => n),
      rejected.map((r) => r.file),
      rejected.map((r) => r.path),
      rejected.map((r) => r.reason.slice(0, 2_000)),
    ],
  )
}

async function moveFeed(
  client: PoolClient,
  { scan, hasPass, feed, complete, reason, truncated }: Written,
  gen: number,
): Promise<void> {
  const hasResults = scan.files.some(({ parsed }) => parsed.results.length > 0)
  await client.query(
    `UPDATE feed SET last_gen = $3, last_scan_at = $4, truncated = $5,
       last_complete_at = CASE WHEN $6 THEN $4 ELSE last_complete_at END,
       last_complete_gen = CASE WHEN $6 THEN $3 ELSE last_complete_gen END,
       violations_only = CASE WHEN $6 THEN $7 ELSE violations_only END
     WHERE source_id = $1 AND feed_id = $2`,
    [scan.sourceId, feed.feedId, gen, scan.observedAt, truncated ?? false, complete, hasResults && !hasPass],
  )
  // A reading that should have been whole and was not: shown on the source until one succeeds.
  const trouble = scan.degraded ?? (scan.complete && !complete ? reason : null)
  await client.query(`UPDATE source SET status = $3, status_reason = $4, status_at = $2 WHERE id = $1`, [
    scan.sourceId,
    scan.observedAt,
    trouble ? 'degraded' : 'ok',
    trouble,
  ])
}
