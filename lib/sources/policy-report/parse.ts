import type { Parsed, Result } from '#lib/domain/result.ts'
import { isObject } from '../ci/json-value.ts'
import { pathOf } from '../documents/path-of.ts'
import type { IsGenerated } from '../gatekeeper/generated-policies.ts'
import { type CheckBook, checksOf, makeCheckBook, valueAt } from './check-book.ts'
import { countStale } from './count-stale.ts'
import { eventOf } from './event-of.ts'
import { holdsBothGroups, preferNewerGroup } from './prefer-newer-group.ts'
import { type Report, reportOf } from './report-of.ts'
import { EVENT, type Frame, REPEATED, resultOf } from './result-of.ts'
import { hasScope, scopeOf, subjectOf } from './subject-of.ts'
import { warningsOf } from './warnings-of.ts'

export type ReportOptions = {
  now: Date
  /** JSON pointers to the objects; without them the objects are the items of one list. */
  places?: readonly string[]
  /** Tells the admission policies that Gatekeeper generated from constraints that are read as well. */
  isGenerated?: IsGenerated
}

/**
 * Reduces report objects of wgpolicyk8s.io, reports.x-k8s.io and openreports.io to results. An entry is one element of
 * a report's `results`, or a whole object that is no report. Results of one report share their subject, results of one
 * check their check. A plain pass carries neither message nor pointer nor detail.
 */
export function parsePolicyReports(objects: readonly unknown[], { now, places, isGenerated }: ReportOptions): Parsed {
  const reading: Reading = {
    now,
    isGenerated,
    stale: 0,
    parsed: emptyParsed(),
    book: makeCheckBook(),
    ordinals: holdsBothGroups(objects) ? [] : undefined,
    ignored: new Map(),
    filters: new Set(),
    nameless: 0,
  }
  for (let i = 0; i < objects.length; i++) readObject(reading, objects[i], i, places?.[i] ?? `/items/${i}`)
  return settle(reading, objects)
}

type Reading = {
  now: Date
  isGenerated: IsGenerated | undefined
  /** Results that background scans left behind. */
  stale: number
  parsed: Parsed
  book: CheckBook
  /** For each result, which element of its report it came from; known only when both report APIs speak. */
  ordinals: number[] | undefined
  ignored: Map<string, number>
  filters: Set<string>
  nameless: number
}

const emptyParsed = (): Parsed => ({
  format: 'policy-report',
  listed: 0,
  entries: 0,
  results: [],
  rejected: [],
  ignored: [],
  warnings: [],
  checks: [],
  subjects: [],
  exceptions: [],
  truncated: [],
  absence: 'not_evaluated',
})

function readObject(reading: Reading, object: unknown, entry: number, place: string): void {
  const { parsed } = reading
  const report = reportOf(object)
  if (!('object' in report)) {
    parsed.listed++
    if ('ignored' in report) ignore(reading, report.ignored)
    else reject(reading, place, report.rejected)
    return
  }
  if (report.statusFilter.length > 0) reading.filters.add(report.statusFilter.join(', '))
  parsed.listed += report.results.length
  if (report.results.length > 0) readResults(reading, frameOf(reading, report, entry, place))
  else if (hasScope(report.object)) parsed.subjects.push(scopeOf(report))
}

function frameOf({ book, now, isGenerated }: Reading, report: Report, entry: number, place: string): Frame {
  const subject = scopeOf(report)
  const last = valueAt(book.lastOfKind, subject.kind, () => [])
  return { report, subject, entry, place, now, book, last, isGenerated }
}

function readResults(reading: Reading, frame: Frame): void {
  const { results } = frame.report
  reading.stale += countStale(results)
  for (let i = 0; i < results.length; i++) {
    const entry = results[i]
    const resources = isObject(entry) ? entry.resources : undefined
    if (!Array.isArray(resources) || resources.length === 0) keep(reading, frame, i, resultOf(entry, i, frame))
    else readForEach(reading, frame, i, resources)
  }
}

/** An entry that names several objects speaks of each of them; one that names something else is not read at all. */
function readForEach(reading: Reading, frame: Frame, at: number, resources: readonly unknown[]): void {
  if (!resources.every(isObject)) {
    reject(reading, `${frame.place}/results/${at}`, 'a resource of it is not an object')
    return
  }
  for (const [i, resource] of resources.entries()) {
    const subject = subjectOf(resource, frame.report)
    const result = resultOf(frame.report.results[at], at, { ...frame, subject })
    if (i > 0 && typeof result === 'object') push(reading, at, result)
    else keep(reading, frame, at, result)
    if (typeof result !== 'object') return
  }
}

function keep(reading: Reading, frame: Frame, at: number, result: ReturnType<typeof resultOf>): void {
  if (typeof result === 'string') reject(reading, `${frame.place}/results/${at}`, result)
  else if (result === REPEATED) ignore(reading, 'said by the Gatekeeper constraint that the policy was generated from')
  else if (result === EVENT) keepEvent(reading, frame, at)
  else {
    reading.parsed.entries++
    push(reading, at, result)
  }
}

function keepEvent(reading: Reading, { report, last, now }: Frame, at: number): void {
  const [entry, check] = [report.results[at], last[at]?.check]
  ignore(reading, 'an event, which is counted by day and is no state that could be fixed')
  if (!isObject(entry) || check === undefined) return
  reading.parsed.events ??= []
  reading.parsed.events.push(eventOf(entry, check, report, now))
}

function push(reading: Reading, at: number, result: Result): void {
  if (result.subject.name === '') reading.nameless++
  reading.parsed.results.push(result)
  reading.ordinals?.push(at)
}

function reject({ parsed }: Reading, place: string, reason: string): void {
  parsed.rejected.push({ path: pathOf(place) || 'document', reason })
}

function ignore({ ignored }: Reading, reason: string): void {
  ignored.set(reason, (ignored.get(reason) ?? 0) + 1)
}

function settle(reading: Reading, objects: readonly unknown[]): Parsed {
  const { parsed, ignored, filters, nameless, ordinals, now } = reading
  parsed.checks = checksOf(reading.book)
  if (ordinals) {
    const count = preferNewerGroup(parsed, ordinals, objects, now)
    if (count > 0) ignored.set('said again by a newer report of the other report API', count)
    parsed.checks = [...new Set(parsed.results.map((result) => result.check))]
  }
  parsed.ignored = [...ignored].map(([reason, count]) => ({ reason, count }))
  parsed.warnings = warningsOf(parsed.checks, { nameless, stale: reading.stale })
  if (filters.size > 0)
    parsed.partial = `a report is set to hold only results of status ${[...filters].join(' or ')}: others may exist`
  return parsed
}
