import type { Verdict } from '#lib/domain/outcome.ts'

/** The latest verdict of one check on one subject that still exists. Times in milliseconds. */
export type LatestResult = { outcome: Verdict; at: number; firstSeen: number }

export type Judged = Exclude<Verdict, 'skip'>
type Counts = Record<Judged, number>

/**
 * The latest results of one check, reduced to what the state rule needs. Skipped results are not in it. `failSince` and
 * `warnSince` are the earliest time a failure, or a warning, that still stands was first seen, in milliseconds.
 */
export type Tally = { fresh: Counts; stale: Counts; failSince: number; warnSince: number }

const noCounts = (): Counts => ({ pass: 0, fail: 0, warn: 0, error: 0, excepted: 0 })

export const emptyTally = (): Tally => ({
  fresh: noCounts(),
  stale: noCounts(),
  failSince: Number.POSITIVE_INFINITY,
  warnSince: Number.POSITIVE_INFINITY,
})

/** Reduces results to a tally. A result is fresh while it is no older than `freshnessMs`, that age included. */
export function tally(results: Iterable<LatestResult>, { freshnessMs }: { freshnessMs: number }, now: number): Tally {
  const sum = emptyTally()
  for (const { outcome, at, firstSeen } of results) {
    if (outcome === 'skip') continue
    sum[now - at <= freshnessMs ? 'fresh' : 'stale'][outcome]++
    if (outcome === 'fail') sum.failSince = Math.min(sum.failSince, firstSeen)
    if (outcome === 'warn') sum.warnSince = Math.min(sum.warnSince, firstSeen)
  }
  return sum
}
