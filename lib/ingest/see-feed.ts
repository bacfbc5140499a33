import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Format } from '#lib/domain/result.ts'
import type { Guard } from './scan.ts'

type Seen = { sourceId: number; kind: Format; at: Date; guard?: Guard }

/** Says of a feed that it was whole at `at` and had not changed: a feed that is watched is known without being read again. */
export async function seeFeed(db: Db, { sourceId, kind, at, guard }: Seen): Promise<void> {
  await inTransaction(db, async (client) => {
    await guard?.(client)
    await client.query('SET LOCAL synchronous_commit = off')
    await client.query(
      `UPDATE feed SET last_scan_at = greatest(last_scan_at, $3), last_complete_at = greatest(last_complete_at, $3)
       WHERE source_id = $1 AND kind = $2 AND scope = '' AND last_complete_at IS NOT NULL`,
      [sourceId, kind, at],
    )
  })
}
