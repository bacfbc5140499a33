import type { BundleExport } from './bundle-export.ts'
import type { Manifest } from './bundle-manifest.ts'
import type { FeedCoverage } from './feed-coverage.ts'
import type { DayScans } from './feed-gaps.ts'
import { formatJson } from './format-json.ts'
import { countFaults, type DayCounts } from './scan-counts.ts'

type Measured = {
  coverage: FeedCoverage[]
  counts: ReadonlyMap<number, DayCounts[]>
  completeness: Manifest['completeness']
}

const DAY_SECONDS = 86_400
const NO_SCANS = { scans: 0, complete: 0, partial: 0, superseded: 0, lastCompleteAt: null, reasons: [] }

/** Writes how complete the bundle is: scans expected and had, gaps, and whether all counts add up. */
export async function writeCoverage(work: BundleExport, { coverage, counts, completeness }: Measured): Promise<void> {
  const { writer, window, sources } = work
  const facts = { role: 'coverage', mediaType: 'application/json' }
  const feedsOf = Map.groupBy(coverage, ({ source }) => source.id)
  const bySource = sources.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  await writer.add(
    'coverage/sources.json',
    formatJson({
      asOf: window.asOf,
      completeness,
      sources: bySource.map(({ id, name, folder, kind, environment, removedAt }) => ({
        source: name,
        folder,
        kind,
        environment,
        removedAt,
        feeds: (feedsOf.get(id) ?? []).map((feed) => feedDocument(work, feed)),
      })),
    }),
    facts,
  )
  await writer.add(
    'coverage/counts.json',
    formatJson({
      rule: 'listed = parsed + rejected + ignored; opened, closed and changed of the scans = changes stored; stored = exported',
      sources: bySource.map(({ id, name }) => {
        const days = (counts.get(id) ?? []).map((day) => ({ ...day, faults: countFaults(day) }))
        return { source: name, reconciles: days.every(({ faults }) => !faults.length), days }
      }),
    }),
    facts,
  )
}

function feedDocument({ window }: BundleExport, feed: FeedCoverage) {
  const { feed: name, expectedEverySeconds, firstScanAt, lastScanAt, lastCompleteAt, truncated, violationsOnly } = feed
  return {
    feed: name,
    expectedEverySeconds,
    expectedPerDay: Math.round((DAY_SECONDS / expectedEverySeconds) * 1000) / 1000,
    firstScanAt,
    lastScanAt,
    lastCompleteAt,
    truncated,
    violationsOnly,
    gaps: feed.gaps,
    days: window.days.map((day): DayScans => feed.days.get(day) ?? { day, ...NO_SCANS }).map(dayDocument),
  }
}

const dayDocument = ({ day, scans, complete, partial, superseded, lastCompleteAt, reasons }: DayScans) => ({
  day,
  scans,
  complete,
  partial,
  superseded,
  lastCompleteAt,
  reasons,
})
