import { ProductError } from '#lib/errors.ts'
import { type Day, dayOf, daysBetween } from '#lib/metrics/day.ts'

/** Whole UTC days, `start` included and `end` not. */
export type Period = { start: Date; end: Date }

export type BundleWindow = Period & {
  /** When the snapshot was taken. */
  asOf: Date
  /** What is exported lies before this: the end of the period, or `asOf` while the period still runs. */
  cutoff: Date
  /** The days that had begun before the cutoff. */
  days: Day[]
  lastDay: Day
  /** Days of the whole period, those to come included. */
  dayCount: number
}

export const DAY_MS = 86_400_000
const MAX_DAYS = 1_100

export const earlierOf = (a: Date, b: Date): Date => new Date(Math.min(a.getTime(), b.getTime()))
export const laterOf = (a: Date, b: Date): Date => new Date(Math.max(a.getTime(), b.getTime()))

/** What a bundle covers when it is made at `asOf`. A period that has not begun, or is not of whole days, is refused. */
export function bundleWindow({ start, end }: Period, asOf: Date): BundleWindow {
  const dayCount = (end.getTime() - start.getTime()) / DAY_MS
  if (start.getTime() % DAY_MS !== 0 || !Number.isInteger(dayCount) || dayCount < 1)
    throw new ProductError('invalid', 'a period is made of whole UTC days and has at least one')
  if (dayCount > MAX_DAYS) throw new ProductError('invalid', `a period has at most ${MAX_DAYS} days`)
  if (asOf <= start) throw new ProductError('invalid', `the period has not begun: it starts on ${dayOf(start)}`)
  const cutoff = earlierOf(asOf, end)
  const days = [...daysBetween(dayOf(start), dayOf(new Date(cutoff.getTime() - 1)))]
  return { start, end, asOf, cutoff, days, lastDay: days.at(-1) ?? dayOf(start), dayCount }
}
