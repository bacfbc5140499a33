import { asObject, isObject } from '../ci/json-value.ts'

const HOURS_6 = 6 * 3600

/**
 * How many results of a report say no and were left behind by its background scans: Kyverno keeps what it once said of a
 * policy that matches no more. A result of an admission review is rightly as old as the admission.
 */
export function countStale(results: readonly unknown[]): number {
  let newest = 0
  for (const result of results) newest = Math.max(newest, secondsOf(result))
  let stale = 0
  for (const result of results) {
    if (!isObject(result) || (result.result !== 'fail' && result.result !== 'warn')) continue
    const seconds = secondsOf(result)
    if (seconds > 0 && seconds < newest - HOURS_6 && asObject(result.properties)?.process === 'background scan') stale++
  }
  return stale
}

function secondsOf(result: unknown): number {
  const seconds = isObject(result) && isObject(result.timestamp) ? result.timestamp.seconds : undefined
  return typeof seconds === 'number' ? seconds : 0
}
