import type { Sql } from '#lib/db/connect.ts'

type Place = { sourceId: number; feedId: number; gen: number }
type Marks = Place & {
  at: Date
  complete: boolean
  /** Undefined: as it was. */
  truncated: boolean | undefined
  violationsOnly: boolean | undefined
}

/** Moves the marks of a feed on: when it was last read, and last known whole. */
export async function moveFeed(
  sql: Sql,
  { sourceId, feedId, gen, at, complete, truncated, violationsOnly }: Marks,
): Promise<void> {
  await sql.query(
    `UPDATE feed SET last_gen = $3, last_scan_at = $4, truncated = coalesce($5, truncated),
       last_complete_at = CASE WHEN $6 THEN $4 ELSE last_complete_at END,
       last_complete_gen = CASE WHEN $6 THEN $3 ELSE last_complete_gen END,
       violations_only = CASE WHEN $6 THEN coalesce($7, violations_only) ELSE violations_only END
     WHERE source_id = $1 AND feed_id = $2`,
    [sourceId, feedId, gen, at, truncated ?? null, complete, violationsOnly ?? null],
  )
}

/** A portion of a reading only takes its turn: the feed counts as read when the reading has ended. */
export async function moveGeneration(sql: Sql, { sourceId, feedId, gen }: Place): Promise<void> {
  await sql.query('UPDATE feed SET last_gen = $3 WHERE source_id = $1 AND feed_id = $2', [sourceId, feedId, gen])
}

/** A reading that should have been whole and was not: shown on the source until one succeeds. */
export async function markSource(sql: Sql, sourceId: number, trouble: string | null, at: Date): Promise<void> {
  await sql.query(`UPDATE source SET status = $3, status_reason = $4, status_at = $2 WHERE id = $1`, [
    sourceId,
    at,
    trouble ? 'degraded' : 'ok',
    trouble,
  ])
}
