import { asObject } from '../ci/json-value.ts'

const YEAR_2015 = Date.UTC(2015, 0) / 1000
const DAY = 86_400

/**
 * When a result says it was evaluated, in seconds since 1970; undefined where that cannot be true. Producers write
 * nothing, 0, the second of the minute, or dates to come.
 */
export function evaluatedAt(timestamp: unknown, now: Date): number | undefined {
  const seconds = Number(asObject(timestamp)?.seconds ?? Number.NaN)
  return seconds >= YEAR_2015 && seconds <= now.getTime() / 1000 + DAY ? seconds : undefined
}
