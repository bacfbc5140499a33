import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Metrics } from '#lib/queries/get-metrics.ts'
import { renderMetrics } from './render-metrics.ts'

const now = new Date('2026-10-07T12:00:00Z')
const at = (secondsAgo: number) => new Date(now.getTime() - secondsAgo * 1_000)
const NONE: Metrics = {
  sources: [],
  open: [],
  feeds: [],
  scans: [],
  workers: { beating: 0, lastBeatAt: null },
  bundles: [],
}
const feed = { sourceId: 1, sourceKind: 'cluster', feed: 'policy-report', expectedEverySeconds: 120 } as const
const linesOf = async (metrics: Metrics) => (await renderMetrics(metrics, '1.2.3', now)).body.split('\n')

test('numbers are OpenMetrics text with an end, and a source without findings says zero', async () => {
  const { body, contentType } = await renderMetrics(
    { ...NONE, sources: [{ id: 1, name: 'eu-1' }], open: [{ sourceId: 1, open: [0, 3, 0, 0, 0, 0] }] },
    '1.2.3',
    now,
  )
  assert.match(contentType, /^application\/openmetrics-text/)
  assert.match(body, /# EOF\n$/)
  const lines = body.split('\n')
  assert.ok(lines.includes('muniment_build_info{version="1.2.3"} 1'))
  assert.ok(lines.includes('muniment_open_findings{source="eu-1",severity="high"} 3'))
  assert.ok(lines.includes('muniment_open_findings{source="eu-1",severity="critical"} 0'))
})

test('a feed says one state and its age; one that was never complete says no age', async () => {
  const lines = await linesOf({
    ...NONE,
    sources: [{ id: 1, name: 'eu-1' }],
    feeds: [
      { ...feed, lastCompleteAt: at(90), freshness: 'fresh' },
      { ...feed, feed: 'gatekeeper', lastCompleteAt: null, freshness: 'never' },
    ],
  })
  const about = (name: string) => lines.filter((line) => line.includes(`feed="${name}"`))
  assert.deepEqual(
    about('policy-report').filter((line) => /age/.test(line)),
    ['muniment_feed_last_complete_age_seconds{source="eu-1",feed="policy-report"} 90'],
  )
  assert.equal(about('policy-report').filter((line) => line.endsWith(' 1')).length, 1)
  assert.deepEqual(
    about('gatekeeper').filter((line) => line.endsWith(' 1')),
    ['muniment_feed_state{source="eu-1",feed="gatekeeper",state="never"} 1'],
  )
  assert.equal(
    about('gatekeeper').some((line) => /age/.test(line)),
    false,
  )
})

test('sources and feeds beyond the limit share one label, and no finding is lost by that', async () => {
  const sources = Array.from({ length: 700 }, (_, n) => ({ id: n + 1, name: `source-${n + 1}` }))
  const open = sources.map(({ id }) => ({ sourceId: id, open: [0, 0, 1, 0, 0, 0] }))
  const feeds = Array.from({ length: 2_500 }, (_, n) => ({
    ...feed,
    feed: `sarif:tool-${n}`,
    lastCompleteAt: null,
    freshness: 'never' as const,
  }))
  const lines = await linesOf({ ...NONE, sources, open, feeds })
  assert.ok(lines.includes('muniment_open_findings{source="(others)",severity="medium"} 200'))
  assert.ok(lines.includes('muniment_feeds_left_out 500'))
  assert.ok(lines.length < 500 * 6 + 2_000 * 4 + 200)
})

test('a name with quotes and line ends stays inside its label', async () => {
  const lines = await linesOf({ ...NONE, sources: [{ id: 1, name: 'a"\n# EOF' }] })
  assert.ok(lines.includes(String.raw`muniment_open_findings{source="a\"\n# EOF",severity="low"} 0`))
})

test('without a worker there is no age of a beat, and workers are none', async () => {
  const lines = await linesOf(NONE)
  assert.ok(lines.includes('muniment_workers 0'))
  assert.equal(
    lines.some((line) => line.startsWith('muniment_worker_beat_age_seconds')),
    false,
  )
  const beating = await linesOf({ ...NONE, workers: { beating: 2, lastBeatAt: at(7) } })
  assert.ok(beating.includes('muniment_worker_beat_age_seconds 7'))
})
