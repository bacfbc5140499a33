import type { PoolClient } from 'pg'
import { ProductError } from '#lib/errors.ts'
import type { Scan } from './scan.ts'

export type Feed = { feedId: number; lastGen: number; lastCompleteAt: Date | null }

/** Locks the source for this transaction, so that it has one writer, and finds or makes the feed. */
export async function lockFeed(client: PoolClient, { sourceId, feed }: Pick<Scan, 'sourceId' | 'feed'>): Promise<Feed> {
  const locked = await client.query('SELECT id FROM source WHERE id = $1 AND removed_at IS NULL FOR UPDATE', [sourceId])
  if (!locked.rowCount) throw new ProductError('not-found', 'the source was removed')
  const find = () =>
    client.query<Feed>(
      `SELECT feed_id AS "feedId", last_gen AS "lastGen", last_complete_at AS "lastCompleteAt"
       FROM feed WHERE source_id = $1 AND kind = $2 AND scope = $3`,
      [sourceId, feed.kind, feed.scope],
    )
  const found = (await find()).rows[0]
  if (found) return found
  await client.query(
    `INSERT INTO feed (source_id, feed_id, kind, scope, expected_every)
     SELECT $1, coalesce(max(feed_id), 0) + 1, $2, $3, make_interval(secs => $4) FROM feed WHERE source_id = $1`,
    [sourceId, feed.kind, feed.scope, feed.expectedEverySeconds ?? 3_600],
  )
  const made = (await find()).rows[0]
  if (!made) throw new Error('the feed was not made')
  return made
}
