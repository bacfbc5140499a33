import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { type FeedFreshness, feedFreshness } from '#lib/domain/feed-freshness.ts'
import { isEverything, type Scope } from '#lib/domain/scope.ts'
import { SEVERITIES } from '#lib/domain/severity.ts'

const Source = z.object({ id: z.number(), name: z.string() })
const Open = z.object({ sourceId: z.number(), open: z.array(z.number()).length(SEVERITIES.length) })
const Feed = z.object({
  sourceId: z.number(),
  sourceKind: z.enum(['cluster', 'pipeline']),
  feed: z.string(),
  expectedEverySeconds: z.number(),
  lastCompleteAt: z.date().nullable(),
})
const Scans = z.object({
  sourceId: z.number(),
  complete: z.number(),
  partial: z.number(),
  superseded: z.number(),
  rejected: z.number(),
})
const Workers = z.object({ beating: z.number(), lastBeatAt: z.date().nullable() })
const Bundles = z.object({ state: z.string(), count: z.number() })

export type Metrics = {
  sources: z.infer<typeof Source>[]
  open: z.infer<typeof Open>[]
  feeds: (z.infer<typeof Feed> & { freshness: FeedFreshness })[]
  /** Of the last 24 hours. */
  scans: z.infer<typeof Scans>[]
  workers: z.infer<typeof Workers>
  bundles: z.infer<typeof Bundles>[]
}

/** How the whole installation stands, in numbers. Each question is one pass over a table or an index; the first source comes first. */
export async function getMetrics(db: Db, scope: Scope, now: Date): Promise<Metrics | undefined> {
  if (!isEverything(scope)) return undefined
  const ask = async <S extends z.ZodType>(schema: S, sql: string, params: unknown[] = []): Promise<z.infer<S>[]> =>
    z.array(schema).parse((await db.sql.query(sql, params)).rows)
  const [sources, open, feeds, scans, workers, bundles] = await Promise.all([
    ask(Source, 'SELECT id, name FROM source WHERE removed_at IS NULL ORDER BY id'),
    ask(Open, OPEN),
    ask(Feed, FEEDS),
    ask(Scans, SCANS, [now]),
    ask(Workers, WORKERS, [now]),
    ask(Bundles, 'SELECT state, count(*)::int AS count FROM bundle GROUP BY state ORDER BY state'),
  ])
  return {
    sources,
    open,
    feeds: feeds.map((feed) => ({ ...feed, freshness: feedFreshness(feed, now) })),
    scans,
    workers: workers[0] ?? { beating: 0, lastBeatAt: null },
    bundles,
  }
}

const OPEN = `SELECT source_id AS "sourceId",
    ARRAY[${SEVERITIES.map((_, i) => `coalesce(sum(n) FILTER (WHERE severity = ${i + 1}), 0)::int`).join(', ')}] AS open
  FROM (SELECT source_id, severity, count(*) AS n FROM finding_open GROUP BY source_id, severity) o GROUP BY source_id`

const FEEDS = `SELECT f.source_id AS "sourceId", s.kind AS "sourceKind", concat_ws(':', f.kind, nullif(f.scope, '')) AS feed,
    extract(epoch FROM f.expected_every)::float8 AS "expectedEverySeconds", f.last_complete_at AS "lastCompleteAt"
  FROM feed f JOIN source s ON s.id = f.source_id AND s.removed_at IS NULL ORDER BY f.source_id, f.feed_id`

const SCANS = `SELECT s.id AS "sourceId", n.complete, n.partial, n.superseded, n.rejected FROM source s JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status = 'stored' AND scan.complete)::int AS complete,
      count(*) FILTER (WHERE status = 'stored' AND NOT scan.complete)::int AS partial,
      count(*) FILTER (WHERE status = 'superseded')::int AS superseded, coalesce(sum(scan.rejected), 0)::int AS rejected
    FROM scan WHERE source_id = s.id AND observed_at > $1::timestamptz - interval '1 day' AND observed_at <= $1) n ON true
  WHERE s.removed_at IS NULL ORDER BY s.id`

const WORKERS = `SELECT (count(*) FILTER (WHERE beat_at > $1::timestamptz - interval '2 minutes'))::int AS beating,
    max(beat_at) AS "lastBeatAt" FROM worker_beat`
