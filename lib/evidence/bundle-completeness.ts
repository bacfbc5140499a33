import { startOfDay } from '#lib/metrics/day.ts'
import type { BundleExport } from './bundle-export.ts'
import type { Gap, Manifest, Omission, Truncation } from './bundle-manifest.ts'
import { DAY_MS, laterOf } from './bundle-window.ts'
import type { ControlFeeds } from './control-feeds.ts'
import type { FeedCoverage } from './feed-coverage.ts'
import { countFaults, type DayCounts } from './scan-counts.ts'

type Measured = {
  coverage: FeedCoverage[]
  counts: ReadonlyMap<number, DayCounts[]>
  feeds: ControlFeeds
  /** What other parts of the export had to leave out. */
  omissions: Omission[]
}

/** What the bundle says of its own completeness: complete only when nothing at all is missing. */
export function bundleCompleteness(work: BundleExport, measured: Measured): Manifest['completeness'] {
  const gaps = [...feedHoles(measured), ...silentSources(work, measured), ...unevenDays(work, measured)].sort(byPlace)
  const truncations = measured.coverage.flatMap(({ truncated, source, feed, feedId }): Truncation[] =>
    truncated
      ? [
          {
            source: source.name,
            feed,
            reason: 'at its latest scan the producer listed only part of its violations',
            controlsAffected: measured.feeds.ofFeed(source.id, feedId),
          },
        ]
      : [],
  )
  const omissions = [...daysToCome(work), ...teamLimits(work), ...measured.omissions]
  const isComplete = gaps.length + truncations.length + omissions.length === 0
  return { status: isComplete ? 'complete' : 'partial', gaps, truncations, omissions, redactions: [] }
}

const feedHoles = ({ coverage, feeds }: Measured): Gap[] =>
  coverage.flatMap(({ source, feed, feedId, gaps }) => {
    const controlsAffected = gaps.length ? feeds.ofFeed(source.id, feedId) : []
    return gaps.map(({ from, to, reason }) => ({
      source: source.name,
      feed,
      from: from.toISOString(),
      to: to.toISOString(),
      reason,
      controlsAffected,
    }))
  })

/** A source that never sent anything has no feed whose days could be missing: it is a gap as a whole. */
function silentSources({ sources, window }: BundleExport, { coverage }: Measured): Gap[] {
  const heard = new Set(coverage.map(({ source }) => source.id))
  return sources.flatMap(({ id, name, createdAt }) => {
    if (heard.has(id)) return []
    const from = laterOf(createdAt, window.start)
    return [
      {
        source: name,
        feed: null,
        from: from.toISOString(),
        to: window.cutoff.toISOString(),
        reason: 'the source never sent anything',
        controlsAffected: [],
      },
    ]
  })
}

function unevenDays({ sources }: BundleExport, { counts, feeds }: Measured): Gap[] {
  const names = new Map(sources.map(({ id, name }) => [id, name]))
  return [...counts].flatMap(([id, days]) =>
    days.flatMap((day) => {
      const faults = countFaults(day)
      if (!faults.length) return []
      const start = startOfDay(day.day)
      return [
        {
          source: names.get(id) ?? '',
          feed: null,
          from: start.toISOString(),
          to: new Date(start.getTime() + DAY_MS).toISOString(),
          reason: `the numbers do not add up: ${faults.join('; ')}`,
          controlsAffected: feeds.ofSource(id),
        },
      ]
    }),
  )
}

function daysToCome({ window }: BundleExport): Omission[] {
  if (window.cutoff >= window.end) return []
  return [
    {
      what: 'the rest of the period',
      from: window.cutoff.toISOString(),
      to: window.end.toISOString(),
      reason: 'the period had not ended when the bundle was made',
    },
  ]
}

function teamLimits({ isTeamLimited, window }: BundleExport): Omission[] {
  if (!isTeamLimited) return []
  const [from, to] = [window.start.toISOString(), window.cutoff.toISOString()]
  return ['originals', 'documents of scans', 'rejected entries', 'counts by check', 'register of exceptions'].map(
    (what) => ({
      what,
      from,
      to,
      reason: 'the export is limited to some teams, and these cannot be told apart by team',
    }),
  )
}

const byPlace = (a: Gap, b: Gap): number =>
  compare(a.source, b.source) ||
  compare(a.feed ?? '', b.feed ?? '') ||
  compare(a.from, b.from) ||
  compare(a.reason, b.reason)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
