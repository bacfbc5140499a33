import type { Sql } from '#lib/db/connect.ts'
import type { Truncated } from '#lib/domain/result.ts'
import type { CheckIds } from './register-checks.ts'

type Feed = { sourceId: number; feedId: number }

/** True when a list says of itself that it shows less than there is. */
export const isCut = ({ listed, total }: Truncated): boolean => total !== undefined && total > listed

/**
 * Keeps beside each check of a feed how much its list showed of how much there is, and nothing where the list is whole.
 * Returns how many rows that changed.
 */
export async function recordListings(
  sql: Sql,
  { sourceId, feedId }: Feed,
  truncated: readonly Truncated[],
  checks: CheckIds,
): Promise<number> {
  const cut = truncated.filter(isCut)
  const { rowCount } = await sql.query(
    `UPDATE feed_check k SET listed = w.listed, total = w.total
     FROM (
       SELECT o.check_id, c.listed, c.total FROM feed_check o
       LEFT JOIN unnest($3::int[], $4::int[], $5::int[]) AS c (check_id, listed, total) USING (check_id)
       WHERE o.source_id = $1 AND o.feed_id = $2) w
     WHERE k.source_id = $1 AND k.feed_id = $2 AND k.check_id = w.check_id
       AND (k.listed, k.total) IS DISTINCT FROM (w.listed, w.total)`,
    [
      sourceId,
      feedId,
      cut.map(({ check }) => checks.idOf(check)),
      cut.map(({ listed }) => listed),
      cut.map(({ total }) => total),
    ],
  )
  return rowCount ?? 0
}
