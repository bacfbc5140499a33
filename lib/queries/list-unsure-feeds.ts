import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { FEED_FRESHNESS, type FeedFreshness, feedFreshness } from '#lib/domain/feed-freshness.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { CutLists, cutLists } from './feed-marks.ts'
import { feedTimes, judgedAt } from './feed-times.ts'
import { inScope } from './in-scope.ts'

const Row = z.object({
  sourceId: z.number(),
  source: z.string(),
  sourceKind: z.enum(['cluster', 'pipeline']),
  status: z.string(),
  statusReason: z.string().nullable(),
  feed: z.string().nullable(),
  category: z.string().nullable(),
  expectedEverySeconds: z.number(),
  lastCompleteAt: z.date().nullable(),
  truncated: z.boolean(),
  cut: CutLists.nullable(),
  complete: z.boolean().nullable(),
  reason: z.string().nullable(),
})

/** A source or feed that is not wholly and freshly known, and why in the words of a state and a reason. */
export type UnsureFeed = {
  sourceId: number
  source: string
  feed: string | null
  freshness: FeedFreshness
  isTruncated: boolean
  /** How much its cut lists show; null when that is not known. */
  cut: CutLists | null
  /** Why its latest reading is not the whole truth; null when it is. */
  partial: string | null
  lastCompleteAt: Date | null
}

/** The feeds that numbers on a screen should not be trusted for without a word: late, stale, partial, cut, or never read. */
export async function listUnsureFeeds(
  db: Db,
  scope: Scope,
  { source, environment }: { source?: string | undefined; environment?: string | undefined },
  now: Date,
): Promise<UnsureFeed[]> {
  const params: unknown[] = [source ?? null, environment ?? null]
  const { lastScanAt, lastCompleteAt } = feedTimes(scope, 'd', params)
  const at = judgedAt(scope, now)
  const { rows } = await db.sql.query(
    `SELECT f.source_id AS "sourceId", f.name AS source, f.source_kind AS "sourceKind", f.status, f.status_reason AS "statusReason",
       d.kind AS feed, d.scope AS category, coalesce(extract(epoch FROM d.expected_every), 3600)::float8 AS "expectedEverySeconds",
       ${lastCompleteAt} AS "lastCompleteAt", coalesce(d.truncated, false) AS truncated, ${cutLists(scope, 'd', params)} AS cut, n.complete, n.reason
     FROM (SELECT id AS source_id, name, kind AS source_kind, environment, status, status_reason FROM source WHERE removed_at IS NULL) f
     LEFT JOIN feed d USING (source_id)
     LEFT JOIN LATERAL (
       SELECT complete, reason FROM scan WHERE source_id = d.source_id AND feed_id = d.feed_id AND observed_at = ${lastScanAt}
         AND status = 'stored' LIMIT 1) n ON true
     WHERE ($1::text IS NULL OR f.name = $1) AND ($2::text IS NULL OR f.environment = $2)
       AND ${inScope(scope, 'source', 'f', params)}
     ORDER BY f.name, d.kind, d.scope`,
    params,
  )
  return z
    .array(Row)
    .parse(rows)
    .map(({ sourceId, source, feed, category, status, statusReason, truncated, cut, complete, reason, ...times }) => ({
      sourceId,
      source,
      feed: feed && (category ? `${feed}/${category}` : feed),
      freshness: feedFreshness(times, at),
      isTruncated: truncated,
      cut,
      partial:
        complete === false
          ? (reason ?? 'the latest reading is partial')
          : status === 'degraded'
            ? (statusReason ?? 'degraded')
            : null,
      lastCompleteAt: times.lastCompleteAt,
    }))
    .filter(({ freshness, isTruncated, partial }) => freshness !== 'fresh' || isTruncated || partial !== null)
    .sort((a, b) => FEED_FRESHNESS.indexOf(b.freshness) - FEED_FRESHNESS.indexOf(a.freshness))
}
