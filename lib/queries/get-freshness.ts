import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { feedFreshness } from '#lib/domain/feed-freshness.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { feedTimes, judgedAt } from './feed-times.ts'

const Row = z.object({
  sourceId: z.number().int(),
  sourceKind: z.enum(['cluster', 'pipeline']),
  expectedEverySeconds: z.number(),
  lastScanAt: z.date().nullable(),
  lastCompleteAt: z.date().nullable(),
  truncated: z.boolean(),
})

export type FreshnessSummary = {
  sources: number
  /** Sources with at least one feed that is late, stale, or was never read whole. */
  quiet: number
  truncated: number
  /** Of the newest reading of any feed, whole or not. */
  newestAt: Date | null
}

/** How current everything is that this viewer sees, in one line. A source is as current as its oldest feed. */
export async function getFreshness(db: Db, scope: Scope, now: Date): Promise<FreshnessSummary> {
  const params: unknown[] = [scope.sources === 'all' ? null : scope.sources]
  const { lastScanAt, lastCompleteAt } = feedTimes(scope, 'f', params)
  const { rows } = await db.sql.query(
    `SELECT s.id AS "sourceId", s.kind AS "sourceKind", coalesce(extract(epoch FROM f.expected_every), 0)::float8 AS "expectedEverySeconds",
            ${lastScanAt} AS "lastScanAt", ${lastCompleteAt} AS "lastCompleteAt", coalesce(f.truncated, false) AS truncated
     FROM source s LEFT JOIN feed f ON f.source_id = s.id
     WHERE s.removed_at IS NULL AND ($1::int[] IS NULL OR s.id = ANY ($1::int[]))`,
    params,
  )
  const at = judgedAt(scope, now)
  const feeds = z.array(Row).parse(rows)
  const idsWhere = (test: (feed: z.infer<typeof Row>) => boolean) =>
    new Set(feeds.filter(test).map((feed) => feed.sourceId))
  const times = feeds.flatMap(({ lastScanAt }) => (lastScanAt ? [lastScanAt.getTime()] : []))
  return {
    sources: idsWhere(() => true).size,
    quiet: idsWhere((feed) => feedFreshness(feed, at) !== 'fresh').size,
    truncated: idsWhere((feed) => feed.truncated).size,
    newestAt: times.length ? new Date(Math.max(...times)) : null,
  }
}
