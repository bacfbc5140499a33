import { emptyTally, type Judged, type Tally } from '#lib/controls/tally.ts'
import type { ControlFeed, ControlInputs, VerdictProfile } from './control-inputs.ts'
import type { ControlParts } from './control-parts.ts'

const HOUR = 3_600_000
/** How long a pass counts after the last complete reading of its feed. */
const FRESHNESS_MS: Record<string, number> = { cluster: 24 * HOUR, pipeline: 7 * 24 * HOUR }

/** What one environment says of one part. `checks` are those reported there, now or on an earlier day. */
export type PartTally = { tally: Tally; checks: Set<number>; lastCompleteAt: number | undefined }
/** Subjects of one source under one control, each counted once per feed by its worst verdict. */
export type SubjectCounts = { pass: number; excepted: number; unknown: number; fail: number }

export type ControlTallies = {
  /** By environment, then by position of the part; a hole where nothing of it was ever reported. */
  environments: Map<string, (PartTally | undefined)[]>
  /** By source, then by position of the control. */
  sources: Map<number, (SubjectCounts | undefined)[]>
}

/**
 * Adds up the latest verdicts by environment and part, and by source and control. A part of another environment never
 * counts. A feed that never had a complete reading is not fresh.
 */
export function controlTallies(inputs: ControlInputs, links: ControlParts, now: number): ControlTallies {
  const environments: ControlTallies['environments'] = new Map()
  const sources: ControlTallies['sources'] = new Map()
  const feeds = new Map<string, ControlFeed>()
  const environmentOf = new Map<number, string>()
  for (const feed of inputs.feeds) {
    feeds.set(`${feed.sourceId}/${feed.feedId}`, feed)
    environmentOf.set(feed.sourceId, feed.environment)
    environments.set(feed.environment, [])
    sources.set(feed.sourceId, [])
  }

  const partsIn = (environment: string, checkId: number): PartTally[] => {
    const found: PartTally[] = []
    const list = environments.get(environment) ?? []
    for (const position of links.partsOfCheck.get(checkId) ?? []) {
      const part = list[position] ?? { tally: emptyTally(), checks: new Set(), lastCompleteAt: undefined }
      list[position] = part
      part.checks.add(checkId)
      found.push(part)
    }
    return found
  }
  const worst = new Uint8Array(inputs.controls.length)

  for (const profile of inputs.profiles) {
    const feed = feeds.get(`${profile.sourceId}/${profile.feedId}`)
    if (!feed) continue
    const at = feed.lastCompleteAt?.getTime() ?? Number.NEGATIVE_INFINITY
    const isFresh = now - at <= (FRESHNESS_MS[feed.kind] ?? 0)
    const verdicts = verdictsOf(profile)
    for (const [checkId, judged] of verdicts)
      for (const part of partsIn(feed.environment, checkId)) {
        part.lastCompleteAt = Math.min(part.lastCompleteAt ?? at, at)
        for (const verdict of judged) part.tally[isFresh ? 'fresh' : 'stale'][verdict] += profile.subjects
      }
    const counts = sources.get(profile.sourceId) ?? []
    worst.fill(0)
    for (const [checkId, [verdict]] of verdicts) {
      if (!verdict) continue
      const rank = rankOf(verdict, isFresh)
      for (const control of links.controlsOfCheck.get(checkId) ?? [])
        if (rank > (worst[control] ?? 0)) worst[control] = rank
    }
    addSubjects(counts, worst, profile.subjects)
  }

  for (const { sourceId, checkId, status, since } of inputs.openSince) {
    const environment = environmentOf.get(sourceId)
    if (environment === undefined) continue
    const key = status === 1 ? 'failSince' : 'warnSince'
    for (const { tally } of partsIn(environment, checkId)) tally[key] = Math.min(tally[key], since.getTime())
  }
  for (const { sourceId, checkId } of inputs.reported) {
    const environment = environmentOf.get(sourceId)
    if (environment !== undefined) partsIn(environment, checkId)
  }
  return { environments, sources }
}

/**
 * What each check says of these subjects: the worst over its parts (packages, containers). An error beside a warning is
 * kept, so that it is not lost where warnings do not count. A skipped check is there, with nothing said.
 */
function verdictsOf({ pass, skip, excepted, fail, warn, error }: VerdictProfile): Map<number, Judged[]> {
  const verdicts = new Map<number, Judged[]>()
  for (const id of skip) verdicts.set(id, [])
  for (const id of pass) verdicts.set(id, ['pass'])
  for (const id of excepted) verdicts.set(id, ['excepted'])
  const errors = new Set(error)
  for (const id of errors) verdicts.set(id, ['error'])
  for (const id of warn) verdicts.set(id, errors.has(id) ? ['warn', 'error'] : ['warn'])
  for (const id of fail) verdicts.set(id, ['fail'])
  return verdicts
}

const BY_RANK = ['nothing', 'pass', 'excepted', 'unknown', 'fail'] as const

function addSubjects(counts: (SubjectCounts | undefined)[], worst: Uint8Array, subjects: number): void {
  for (const [control, rank] of worst.entries()) {
    const verdict = BY_RANK[rank]
    if (!verdict || verdict === 'nothing') continue
    const sum = counts[control] ?? { pass: 0, excepted: 0, unknown: 0, fail: 0 }
    counts[control] = sum
    sum[verdict] += subjects
  }
}

/** A failure stands however old it is; everything else that is not fresh is unknown. */
function rankOf(verdict: Judged, isFresh: boolean): number {
  if (verdict === 'fail' || verdict === 'warn') return BY_RANK.indexOf('fail')
  return BY_RANK.indexOf(isFresh && verdict !== 'error' ? verdict : 'unknown')
}
