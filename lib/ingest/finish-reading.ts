import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { lockFeed } from './lock-feed.ts'
import { markSource, moveFeed } from './mark-feed.ts'
import { moveFindings } from './move-findings.ts'
import type { Reading, Scan } from './scan.ts'
import { stage } from './stage.ts'

type Ending = Pick<
  Scan,
  'sourceId' | 'feed' | 'observedAt' | 'complete' | 'reason' | 'degraded' | 'context' | 'guard'
> & {
  reading: Reading
}

/**
 * Ends a reading that was stored in portions: when it is complete, closes the subjects of namespaces that it did not
 * meet and marks the checks that nothing was judged by, then says on its row and on the feed how it ended.
 */
export async function finishReading(db: Db, ending: Ending): Promise<{ closed: number }> {
  const { sourceId, observedAt: at, reading, complete, reason, degraded, context, guard } = ending
  return inTransaction(db, async (client) => {
    const { feedId, lastGen, lastCompleteAt } = await lockFeed(client, ending)
    await guard?.(client)
    const gen = Math.max(at.getTime(), lastGen + 1)
    const place = { sourceId, feedId, gen }
    let closed = 0
    if (complete) {
      const { rows } = await client.query<{ subject: string }>(
        `SELECT subject FROM subject_state WHERE source_id = $1 AND feed_id = $2 AND gone_at IS NULL AND NOT (namespace = ANY ($3))`,
        [sourceId, feedId, [...reading.namespaces]],
      )
      if (rows.length) {
        const gone = rows.map(({ subject }) => subject)
        const nothing = { changed: [], evaluated: [], openedAt: at, teamOf: () => 0, fileName: () => '' }
        await stage(client, place, { ...nothing, gone })
        const how = { absence: 'not_evaluated', complete: true, hasReturned: false, checksComplete: false } as const
        const baseline = lastCompleteAt === null
        closed = (await moveFindings(client, { ...place, ...how, scanId: reading.scanId, at, baseline })).closed
        await client.query(
          `INSERT INTO dirty_day (source_id, day) VALUES ($1, ($2::timestamptz AT TIME ZONE 'UTC')::date) ON CONFLICT DO NOTHING`,
          [sourceId, at],
        )
      }
      await client.query(
        `UPDATE feed_check SET gone_at = $3 WHERE source_id = $1 AND feed_id = $2 AND gone_at IS NULL AND NOT (check_id = ANY ($4::int[]))`,
        [sourceId, feedId, at, [...reading.checks]],
      )
    }
    await client.query(
      `UPDATE scan SET complete = $3, reason = $4, closed = closed + $5, context = context || $6 WHERE source_id = $1 AND scan_id = $2`,
      [sourceId, reading.scanId, complete, complete ? null : (reason ?? 'not complete'), closed, context ?? {}],
    )
    const violationsOnly = reading.hasResults && !reading.hasPass
    await moveFeed(client, { ...place, at, complete, truncated: false, violationsOnly })
    await markSource(client, sourceId, degraded ?? null, at)
    return { closed }
  })
}
