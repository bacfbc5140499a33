import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { FEED_FRESHNESS, type FeedFreshness, feedFreshness } from '#lib/domain/feed-freshness.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { CutLists, cutLists, passlessEngines } from './feed-marks.ts'
import { feedTimes, judgedAt } from './feed-times.ts'
import { findingRows } from './finding-rows.ts'
import { inScope } from './in-scope.ts'

/** Times inside JSON come as text. */
const JsonTime = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

const ScanCounts = z.object({
  scanId: z.guid(),
  observedAt: JsonTime,
  complete: z.boolean(),
  reason: z.string().nullable(),
  listed: z.number(),
  parsed: z.number(),
  rejected: z.number(),
  ignored: z.number(),
  stored: z.number(),
  opened: z.number(),
  closed: z.number(),
})
const Feed = z.object({
  feedId: z.number(),
  kind: z.string(),
  category: z.string(),
  expectedEverySeconds: z.number(),
  lastScanAt: JsonTime.nullable(),
  lastCompleteAt: JsonTime.nullable(),
  truncated: z.boolean(),
  violationsOnly: z.boolean(),
  /** Engines in it that never report a pass. */
  passless: z.array(z.string()),
  cut: CutLists.nullable(),
  last: ScanCounts.nullable(),
})
const Row = z.object({
  id: z.number(),
  name: z.string(),
  kind: z.enum(['cluster', 'pipeline']),
  environment: z.string(),
  repository: z.string().nullable(),
  status: z.string(),
  statusReason: z.string().nullable(),
  statusAt: z.date().nullable(),
  createdAt: z.date(),
  open: z.number(),
  subjects: z.number(),
  feeds: z.array(Feed),
})

export type SourceFeed = z.infer<typeof Feed> & { freshness: FeedFreshness }
export type SourceRow = Omit<z.infer<typeof Row>, 'feeds'> & {
  feeds: SourceFeed[]
  /** As current as the oldest of its feeds. */
  freshness: FeedFreshness
  /** The oldest of its feeds' last complete scans; null while any of them never had one. */
  lastCompleteAt: Date | null
}

/** The sources in scope, or the one asked for, with each feed's marks and its latest stored scan; the quietest first. */
export async function listSources(db: Db, scope: Scope, { now, id }: { now: Date; id?: number }): Promise<SourceRow[]> {
  const params: unknown[] = [id ?? null]
  const open = inScope(scope, 'open', 'o', params)
  const subjects = inScope(scope, 'subject', 'k', params)
  const { lastScanAt, lastCompleteAt } = feedTimes(scope, 'd', params)
  const { rows } = await db.sql.query(
    `SELECT s.source_id AS id, s.name, s.kind, s.environment, s.repository, s.status, s.status_reason AS "statusReason",
            s.status_at AS "statusAt", s.created_at AS "createdAt", coalesce(f.feeds, '[]') AS feeds,
            (SELECT count(*)::int FROM ${findingRows(scope, 'open', params)} o WHERE o.source_id = s.source_id AND ${open}) AS open,
            (SELECT count(*)::int FROM subject_state k WHERE k.source_id = s.source_id AND k.gone_at IS NULL AND ${subjects}) AS subjects
     FROM (SELECT id AS source_id, * FROM source WHERE removed_at IS NULL) s
     LEFT JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object(
         'feedId', d.feed_id, 'kind', d.kind, 'category', d.scope, 'truncated', d.truncated, 'violationsOnly', d.violations_only,
         'passless', ${passlessEngines(scope, 'd', params)}, 'cut', ${cutLists(scope, 'd', params)},
         'expectedEverySeconds', extract(epoch FROM d.expected_every), 'lastScanAt', ${lastScanAt}, 'lastCompleteAt', ${lastCompleteAt},
         'last', (SELECT jsonb_build_object('scanId', n.scan_id, 'observedAt', n.observed_at, 'complete', n.complete, 'reason', n.reason,
                    'listed', n.listed, 'parsed', n.parsed, 'rejected', n.rejected, 'ignored', n.ignored, 'stored', n.stored,
                    'opened', n.opened, 'closed', n.closed)
                  FROM scan n WHERE n.source_id = d.source_id AND n.feed_id = d.feed_id AND n.status = 'stored'
                    AND ${inScope(scope, 'scan', 'n', params)}
                  ORDER BY n.observed_at DESC LIMIT 1)
         ) ORDER BY d.kind, d.scope) AS feeds
       FROM feed d WHERE d.source_id = s.source_id) f ON true
     WHERE ($1::int IS NULL OR s.source_id = $1) AND ${inScope(scope, 'source', 's', params)}
     ORDER BY s.name`,
    params,
  )
  return z
    .array(Row)
    .parse(rows)
    .map((row) => withFreshness(row, judgedAt(scope, now)))
    .sort((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name))
}

const rank = ({ freshness }: SourceRow): number => FEED_FRESHNESS.indexOf(freshness)

function withFreshness(row: z.infer<typeof Row>, now: Date): SourceRow {
  const feeds = row.feeds.map((feed) => ({ ...feed, freshness: feedFreshness({ sourceKind: row.kind, ...feed }, now) }))
  const times = feeds.map(({ lastCompleteAt }) => lastCompleteAt?.getTime())
  return {
    ...row,
    feeds,
    freshness:
      feeds
        .map(({ freshness }) => freshness)
        .sort((a, b) => FEED_FRESHNESS.indexOf(b) - FEED_FRESHNESS.indexOf(a))[0] ?? 'never',
    lastCompleteAt: times.length && times.every((time) => time !== undefined) ? new Date(Math.min(...times)) : null,
  }
}
