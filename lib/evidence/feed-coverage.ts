import type { Day } from '#lib/metrics/day.ts'
import { type BundleExport, sourceIds } from './bundle-export.ts'
import type { BundleSource } from './bundle-sources.ts'
import { type DayScans, feedGaps, type Hole } from './feed-gaps.ts'
import type { Question } from './snapshot.ts'

export type FeedCoverage = {
  source: BundleSource
  feedId: number
  /** Kind and scope as one word: `policy-report`, `sarif/trivy`. */
  feed: string
  expectedEverySeconds: number
  firstScanAt: Date | null
  lastScanAt: Date | null
  lastCompleteAt: Date | null
  truncated: boolean
  violationsOnly: boolean
  days: Map<Day, DayScans>
  gaps: Hole[]
}

type FeedRow = {
  sourceId: number
  feedId: number
  kind: string
  scope: string
  expectedEverySeconds: number
  firstScanAt: Date | null
  completeBefore: Date | null
  lastScanAt: Date | null
  lastCompleteAt: Date | null
  truncated: boolean
  violationsOnly: boolean
}
type DayRow = DayScans & { sourceId: number; feedId: number }

/** How every feed was read on each day of the period, and where it was not. */
export async function feedCoverage(work: BundleExport): Promise<FeedCoverage[]> {
  const { snapshot, window, sources } = work
  const feeds = await snapshot.rows<FeedRow>(FEEDS, [sourceIds(work), window.start])
  const days = Map.groupBy(
    await snapshot.rows<DayRow>(SCAN_DAYS, [sourceIds(work), window.start, window.cutoff]),
    ({ sourceId, feedId }) => `${sourceId}/${feedId}`,
  )
  const byId = new Map(sources.map((source) => [source.id, source]))
  return feeds.flatMap((row) => {
    const source = byId.get(row.sourceId)
    if (!source) return []
    const scanned = new Map((days.get(`${row.sourceId}/${row.feedId}`) ?? []).map((day) => [day.day, day]))
    const life = {
      expectedEveryMs: row.expectedEverySeconds * 1_000,
      bornAt: row.firstScanAt ?? source.createdAt,
      completeBefore: row.completeBefore,
      removedAt: source.removedAt,
      days: scanned,
    }
    const { kind, scope, sourceId: _, completeBefore: __, ...facts } = row
    const feed = scope ? `${kind}/${scope}` : kind
    return [{ ...facts, source, feed, days: scanned, gaps: feedGaps(life, window) }]
  })
}

const FEEDS: Question = {
  name: 'feeds',
  about: 'Every feed of the sources, with its first scan. $1 sources, $2 start of the period.',
  sql: `
SELECT f.source_id AS "sourceId", f.feed_id AS "feedId", f.kind, f.scope,
       extract(epoch FROM f.expected_every)::float8 AS "expectedEverySeconds",
       c.first AS "firstScanAt", c.complete_before AS "completeBefore", c.last AS "lastScanAt",
       c.last_complete AS "lastCompleteAt", f.truncated, f.violations_only AS "violationsOnly"
FROM feed f
LEFT JOIN (
  SELECT source_id, feed_id, min(observed_at) AS first, max(observed_at) AS last,
         max(observed_at) FILTER (WHERE complete AND status = 'stored') AS last_complete,
         max(observed_at) FILTER (WHERE complete AND status = 'stored' AND observed_at < $2) AS complete_before
  FROM scan WHERE source_id = ANY ($1::int[]) GROUP BY source_id, feed_id) c USING (source_id, feed_id)
WHERE f.source_id = ANY ($1::int[])
ORDER BY f.source_id, f.kind COLLATE "C", f.scope COLLATE "C"`,
}

const SCAN_DAYS: Question = {
  name: 'scan-days',
  about: 'Scans by feed and UTC day. $1 sources, $2 start of the period, $3 end of what is covered.',
  sql: `
SELECT source_id AS "sourceId", feed_id AS "feedId", (observed_at AT TIME ZONE 'UTC')::date AS day, count(*) AS scans,
       count(*) FILTER (WHERE complete AND status = 'stored') AS complete,
       count(*) FILTER (WHERE NOT complete AND status = 'stored') AS partial,
       count(*) FILTER (WHERE status <> 'stored') AS superseded,
       max(observed_at) FILTER (WHERE complete AND status = 'stored') AS "lastCompleteAt",
       coalesce((array_agg(DISTINCT reason COLLATE "C" ORDER BY reason COLLATE "C")
                 FILTER (WHERE reason IS NOT NULL))[1:5], '{}') AS reasons
FROM scan
WHERE source_id = ANY ($1::int[]) AND observed_at >= $2 AND observed_at < $3
GROUP BY source_id, feed_id, (observed_at AT TIME ZONE 'UTC')::date
ORDER BY 1, 2, 3`,
}
