import { Gauge, type OpenMetricsContentType, Registry } from 'prom-client'
import { FEED_FRESHNESS } from '#lib/domain/feed-freshness.ts'
import { SEVERITIES } from '#lib/domain/severity.ts'
import type { Metrics } from '#lib/queries/get-metrics.ts'

/** Sources and feeds that have labels of their own; the rest is counted together, so that no database makes endless series. */
const MAX_SOURCES = 500
const MAX_FEEDS = 2_000
/** No source can have this name: it does not begin with a letter or digit. */
const OTHERS = '(others)'
const BUNDLE_STATES = ['queued', 'running', 'complete', 'partial', 'failed']
const SCAN_OUTCOMES = ['complete', 'partial', 'superseded'] as const

type Rendered = { body: string; contentType: string }

/** Numbers as OpenMetrics text. */
export async function renderMetrics(metrics: Metrics, version: string, now: Date): Promise<Rendered> {
  const registry = new Registry<OpenMetricsContentType>()
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name: `muniment_${name}`, help, labelNames, registers: [registry] })

  gauge('build_info', 'Always 1, by version.', ['version']).set({ version }, 1)
  const names = new Map(metrics.sources.slice(0, MAX_SOURCES).map(({ id, name }) => [id, name]))
  const known = new Set(metrics.sources.map(({ id }) => id))
  const labelOf = (id: number) => names.get(id) ?? OTHERS
  gauge('sources', 'Sources that are not removed.').set(metrics.sources.length)

  const open = gauge('open_findings', 'Findings that are open now.', ['source', 'severity'])
  for (const source of names.values()) for (const severity of SEVERITIES) open.set({ source, severity }, 0)
  for (const { sourceId, open: counts } of metrics.open.filter(({ sourceId }) => known.has(sourceId)))
    for (const [n, severity] of SEVERITIES.entries()) open.inc({ source: labelOf(sourceId), severity }, counts[n] ?? 0)

  const age = gauge('feed_last_complete_age_seconds', 'Seconds since the last complete scan of a feed that had one.', [
    'source',
    'feed',
  ])
  const state = gauge('feed_state', '1 for the state that a feed is in, 0 for the others.', ['source', 'feed', 'state'])
  const feeds = metrics.feeds.filter(({ sourceId }) => names.has(sourceId)).slice(0, MAX_FEEDS)
  for (const { sourceId, feed, freshness, lastCompleteAt } of feeds) {
    const labels = { source: labelOf(sourceId), feed: feed.slice(0, 200) }
    if (lastCompleteAt) age.set(labels, secondsSince(lastCompleteAt, now))
    for (const one of FEED_FRESHNESS) state.set({ ...labels, state: one }, one === freshness ? 1 : 0)
  }
  gauge('feeds_left_out', 'Feeds beyond the number that has labels of its own.').set(
    metrics.feeds.length - feeds.length,
  )

  const scans = gauge('scans_last_day', 'Scans of the last 24 hours.', ['source', 'outcome'])
  const rejected = gauge(
    'rejected_entries_last_day',
    'Entries that could not be read, in scans of the last 24 hours.',
    ['source'],
  )
  for (const row of metrics.scans) {
    const source = labelOf(row.sourceId)
    for (const outcome of SCAN_OUTCOMES) scans.inc({ source, outcome }, row[outcome])
    rejected.inc({ source }, row.rejected)
  }

  gauge('workers', 'Workers that gave a sign of life in the last two minutes.').set(metrics.workers.beating)
  const beat = gauge('worker_beat_age_seconds', 'Seconds since any worker gave a sign of life.', [])
  const { lastBeatAt } = metrics.workers
  if (lastBeatAt) beat.set(secondsSince(lastBeatAt, now))
  else registry.removeSingleMetric('muniment_worker_beat_age_seconds')

  const bundles = gauge('bundles', 'Evidence bundles by state.', ['state'])
  for (const one of BUNDLE_STATES)
    bundles.set({ state: one }, metrics.bundles.find((row) => row.state === one)?.count ?? 0)
  return { body: await registry.metrics(), contentType: registry.contentType }
}

const secondsSince = (at: Date, now: Date): number => Math.max(0, (now.getTime() - at.getTime()) / 1_000)
