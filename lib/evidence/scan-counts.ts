import { EVENTS } from '#lib/domain/closing.ts'
import type { Day } from '#lib/metrics/day.ts'
import { type BundleExport, sourceIds, teamIds } from './bundle-export.ts'
import type { SourceDay } from './keyed-rows.ts'
import type { Question } from './snapshot.ts'

type ScanSums = {
  scans: number
  listed: number
  parsed: number
  rejected: number
  ignored: number
  stored: number
  opened: number
  closed: number
  changed: number
  /** Scans whose own numbers do not add up. */
  uneven: number
}
type EventSums = { opened: number; closed: number; changed: number; resumed: number; teamChanged: number }

/** One source day: what its scans say of themselves, and the changes that are stored of it. */
export type DayCounts = ScanSums & {
  day: Day
  /** Changes that name a scan of these, by kind: what `opened`, `closed` and `changed` of the scans must equal. */
  byScan: EventSums
  /** Changes that only a scan can make and whose scan is not stored. */
  withoutScan: number
  /** Changes in the bundle's scope: what the results files must hold. */
  inScope: number
  exported: number
  /** Counts by check, which only a scan can leave behind, without any scan of that day. */
  scansVanished: boolean
}

type ScanRow = SourceDay & ScanSums
type EventRow = SourceDay & { event: number; total: number; byScan: number; withoutScan: number; inScope: number }

/** The counts of every source day that has a scan or a change, by source. `exported` is how many changes were written. */
export async function scanCounts(
  work: BundleExport,
  exported: (key: SourceDay) => number,
): Promise<Map<number, DayCounts[]>> {
  const { snapshot, window } = work
  const bounds = [sourceIds(work), window.start, window.cutoff]
  const found = new Map<string, SourceDay & DayCounts>()
  const at = ({ sourceId, day }: SourceDay) => {
    const key = `${sourceId} ${day}`
    const known = found.get(key) ?? {
      sourceId,
      day,
      ...NOTHING,
      byScan: { ...NO_EVENTS },
      exported: exported({ sourceId, day }),
    }
    found.set(key, known)
    return known
  }
  for (const row of await snapshot.rows<ScanRow>(SCANS, bounds)) Object.assign(at(row), row)
  for (const row of await snapshot.rows<EventRow>(CHANGES, [...bounds, teamIds(work)])) {
    const counts = at(row)
    const kind = KINDS[EVENTS[row.event] ?? '']
    if (kind) counts.byScan[kind] += row.byScan
    if (row.event !== CLOSED && row.event !== TEAM_CHANGED) counts.withoutScan += row.withoutScan
    counts.inScope += row.inScope
  }
  for (const row of await snapshot.rows<SourceDay>(VANISHED, [sourceIds(work), window.days[0], window.lastDay]))
    at(row).scansVanished = true
  const sorted = [...found.values()].sort((a, b) => a.sourceId - b.sourceId || (a.day < b.day ? -1 : 1))
  return new Map(
    [...Map.groupBy(sorted, ({ sourceId }) => sourceId)].map(([id, days]) => [
      id,
      days.map(({ sourceId: _, ...day }) => day),
    ]),
  )
}

/** Why a day's numbers do not add up, in words; empty when they do. */
export function countFaults(day: DayCounts): string[] {
  const faults: string[] = []
  if (day.scansVanished) faults.push('counts by check are stored of a day without a scan: its scans are gone')
  if (day.uneven)
    faults.push(
      `${day.listed} entries listed, ${day.parsed + day.rejected + day.ignored} read, rejected or ignored (${day.uneven} scans)`,
    )
  for (const kind of ['opened', 'closed', 'changed'] as const)
    if (day[kind] !== day.byScan[kind])
      faults.push(`scans ${kind} ${day[kind]} findings, ${day.byScan[kind]} such changes are stored`)
  if (day.withoutScan) faults.push(`${day.withoutScan} changes name a scan that is not stored`)
  if (day.exported !== day.inScope) faults.push(`${day.inScope} changes stored, ${day.exported} exported`)
  return faults
}

const [CLOSED, TEAM_CHANGED] = [EVENTS.indexOf('closed'), EVENTS.indexOf('team changed')]
const KINDS: Record<string, keyof EventSums> = {
  opened: 'opened',
  closed: 'closed',
  changed: 'changed',
  resumed: 'resumed',
  'team changed': 'teamChanged',
}
const NO_EVENTS: EventSums = { opened: 0, closed: 0, changed: 0, resumed: 0, teamChanged: 0 }
const NOTHING = {
  scans: 0,
  listed: 0,
  parsed: 0,
  rejected: 0,
  ignored: 0,
  stored: 0,
  opened: 0,
  closed: 0,
  changed: 0,
  uneven: 0,
  withoutScan: 0,
  inScope: 0,
  scansVanished: false,
}

const SCANS: Question = {
  name: 'scan-counts',
  about: 'What the scans of a source say they read, by UTC day. $1 sources, $2 start, $3 end.',
  sql: `
SELECT source_id AS "sourceId", (observed_at AT TIME ZONE 'UTC')::date AS day, count(*) AS scans,
       sum(listed)::bigint AS listed, sum(parsed)::bigint AS parsed, sum(rejected)::bigint AS rejected,
       sum(ignored)::bigint AS ignored, sum(stored)::bigint AS stored, sum(opened)::bigint AS opened,
       sum(closed)::bigint AS closed, sum(changed)::bigint AS changed,
       count(*) FILTER (WHERE listed <> parsed + rejected + ignored) AS uneven
FROM scan WHERE source_id = ANY ($1::int[]) AND observed_at >= $2 AND observed_at < $3
GROUP BY source_id, (observed_at AT TIME ZONE 'UTC')::date ORDER BY 1, 2`,
}

const CHANGES: Question = {
  name: 'change-counts',
  about: 'Stored changes of findings by UTC day and kind. $1 sources, $2 start, $3 end, $4 teams or null for all.',
  sql: `
SELECT e.source_id AS "sourceId", (e.at AT TIME ZONE 'UTC')::date AS day, e.event, count(*) AS total,
       count(c.scan_id) AS "byScan", count(*) - count(c.scan_id) AS "withoutScan",
       count(*) FILTER (WHERE $4::int[] IS NULL OR k.team_id = ANY ($4::int[])) AS "inScope"
FROM finding_event e
LEFT JOIN scan c USING (source_id, scan_id)
LEFT JOIN subject_state k ON k.source_id = e.source_id AND k.feed_id = e.feed_id AND k.subject = e.subject
WHERE e.source_id = ANY ($1::int[]) AND e.at >= $2 AND e.at < $3
GROUP BY e.source_id, (e.at AT TIME ZONE 'UTC')::date, e.event ORDER BY 1, 2, 3`,
}

const VANISHED: Question = {
  name: 'vanished-scans',
  about: 'Days with counts by check and without a scan. $1 sources, $2 first day, $3 last day.',
  sql: `
SELECT r.source_id AS "sourceId", r.day
FROM (SELECT DISTINCT source_id, day FROM roll_check_day
      WHERE source_id = ANY ($1::int[]) AND day >= $2::date AND day <= $3::date) r
WHERE NOT EXISTS (
  SELECT 1 FROM scan c
  WHERE c.source_id = r.source_id AND c.observed_at >= r.day::timestamp AT TIME ZONE 'UTC'
    AND c.observed_at < (r.day + 1)::timestamp AT TIME ZONE 'UTC')
ORDER BY 1, 2`,
}
