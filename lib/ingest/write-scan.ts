import type { PoolClient } from 'pg'
import type { Sql } from '#lib/db/connect.ts'
import type { Feed } from './lock-feed.ts'
import { markSource, moveFeed, moveGeneration } from './mark-feed.ts'
import type { Moved } from './move-findings.ts'
import type { RecordedScan, Scan } from './scan.ts'

export type Written = {
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
  const { scan, scanId, key, feed, gen, status, stored, moved } = written
  const { complete, reason } = standing(written)
  const counts = countsOf(scan)
  const warnings = [...new Set(scan.files.flatMap((file) => file.parsed.warnings))].slice(0, 50)
  const ignored = scan.files.flatMap((file) => file.parsed.ignored)
  const within = scan.reading ? undefined : scan.within?.namespaces
  const context = {
    ...scan.context,
    ...(within && { within }),
    ...(warnings.length && { warnings }),
    ...(ignored.length && { ignored }),
  }
  const { rows } = await client.query<RecordedScan>(
    `INSERT INTO scan (source_id, scan_id, feed_id, key, observed_at, received_at, complete, reason, status, listed, parsed,
                       rejected, ignored, stored, opened, closed, changed, rows_written, context)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
     ON CONFLICT (source_id, scan_id) DO UPDATE
     SET listed = scan.listed + excluded.listed, parsed = scan.parsed + excluded.parsed, rejected = scan.rejected + excluded.rejected,
         ignored = scan.ignored + excluded.ignored, stored = scan.stored + excluded.stored, opened = scan.opened + excluded.opened,
         closed = scan.closed + excluded.closed, changed = scan.changed + excluded.changed,
         rows_written = scan.rows_written + excluded.rows_written
     RETURNING ${COLUMNS}`,
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
      counts.listed,
      counts.parsed,
      counts.rejected,
      counts.ignored,
      stored,
      moved.opened,
      moved.closed,
      moved.changed,
      moved.rowsWritten,
      context,
    ],
  )
  await writeFiles(client, scan, scanId)
  if (status === 'stored') await markStored(client, written, gen, complete)
  const recorded = rows[0]
  if (!recorded) throw new Error('the scan was not written')
  return { ...recorded, replayed: false }
}

/** What a quiet scan that changed nothing gives back instead of a row. */
export function unchangedScan({ scan, scanId, feed, stored, complete, reason }: Written): RecordedScan {
  const place = { scanId, sourceId: scan.sourceId, feedId: feed.feedId }
  const moved = { opened: 0, closed: 0, changed: 0, rowsWritten: 0 }
  return { ...place, replayed: false, status: 'unchanged', complete, reason, ...countsOf(scan), stored, ...moved }
}

function countsOf({ files }: Scan) {
  const total = (pick: (file: Scan['files'][number]) => number) => files.reduce((sum, file) => sum + pick(file), 0)
  return {
    listed: total((file) => file.parsed.listed),
    parsed: total((file) => file.parsed.entries),
    rejected: total((file) => file.parsed.rejected.length),
    ignored: total((file) => file.parsed.ignored.reduce((sum, entry) => sum + entry.count, 0)),
  }
}

/** A row is complete when with it the whole feed is known. A portion is not until its reading has ended. */
function standing({ scan, complete, reason }: Pick<Written, 'scan' | 'complete' | 'reason'>) {
  if (scan.reading) return { complete: false, reason: 'the reading did not come to its end' }
  if (!complete || (scan.within?.isFeedWhole ?? true)) return { complete, reason }
  return { complete: false, reason: 'other namespaces are still to be read' }
}

async function writeFiles(client: PoolClient, scan: Scan, scanId: string): Promise<void> {
  const { files, sourceId } = scan
  await client.query(
    `INSERT INTO scan_file (source_id, scan_id, n, name, digest, bytes, listed, parsed, rejected)
     SELECT $1, $2, f.n + coalesce((SELECT max(n) + 1 FROM scan_file WHERE source_id = $1 AND scan_id = $2), 0),
            f.name, f.digest, f.bytes, f.listed, f.parsed, f.rejected
     FROM unnest($3::int[], $4::text[], $5::text[], $6::bigint[], $7::int[], $8::int[], $9::int[])
       AS f (n, name, digest, bytes, listed, parsed, rejected)`,
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
     SELECT $1, $2, r.n + coalesce((SELECT max(n) + 1 FROM scan_rejected WHERE source_id = $1 AND scan_id = $2), 0), r.file, r.path, r.reason
     FROM unnest($3::int[], $4::text[], $5::text[], $6::text[]) AS r (n, file, path, reason)`,
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

async function markStored(
  client: PoolClient,
  { scan, hasPass, feed, truncated, ...whole }: Written,
  gen: number,
  complete: boolean,
): Promise<void> {
  const { sourceId, observedAt: at } = scan
  const hasResults = scan.files.some(({ parsed }) => parsed.results.length > 0)
  const place = { sourceId, feedId: feed.feedId, gen }
  if (scan.reading) return moveGeneration(client, place)
  const isPart = scan.within !== undefined
  await moveFeed(client, {
    ...place,
    at,
    complete,
    truncated: isPart ? undefined : (truncated ?? false),
    // A part that shows no pass does not prove that there is none.
    violationsOnly: isPart ? (hasPass ? false : undefined) : hasResults && !hasPass,
  })
  await markSource(client, sourceId, scan.degraded ?? (scan.complete && !whole.complete ? whole.reason : null), at)
}
