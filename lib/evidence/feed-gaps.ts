import { type Day, startOfDay } from '#lib/metrics/day.ts'
import { type BundleWindow, DAY_MS, earlierOf, laterOf } from './bundle-window.ts'

/** What one day's scans of a feed came to. */
export type DayScans = {
  day: Day
  scans: number
  /** Complete and in time to be used. */
  complete: number
  partial: number
  /** Arrived after a newer scan, so that they changed nothing. */
  superseded: number
  lastCompleteAt: Date | null
  reasons: string[]
}

export type FeedLife = {
  expectedEveryMs: number
  /** The first scan ever, or when the source was added if no scan is stored. */
  bornAt: Date
  /** The last complete scan before the period. */
  completeBefore: Date | null
  /** When the source was removed, or null. */
  removedAt: Date | null
  days: ReadonlyMap<Day, DayScans>
}

export type Hole = { from: Date; to: Date; reason: string }

/**
 * The stretches in which a live feed should have been read completely and was not. A feed lives from its first scan. Each
 * day needs a complete scan; a feed that is expected less often than daily needs one within its interval. A day that has
 * only begun is not judged until a whole interval of it has passed.
 */
export function feedGaps(life: FeedLife, window: BundleWindow): Hole[] {
  const { bornAt } = life
  const liveUntil = life.removedAt ? earlierOf(life.removedAt, window.cutoff) : window.cutoff
  const holes: Hole[] = []
  let completeAt = life.completeBefore
  for (const day of window.days) {
    const start = startOfDay(day)
    const end = new Date(Math.min(start.getTime() + DAY_MS, liveUntil.getTime()))
    const scans = life.days.get(day)
    completeAt = scans?.lastCompleteAt ?? completeAt
    if (bornAt >= end || end <= start) continue
    const from = laterOf(bornAt, start)
    if (end.getTime() - start.getTime() < Math.min(life.expectedEveryMs, DAY_MS)) continue
    const needed = life.expectedEveryMs > DAY_MS ? new Date(end.getTime() - life.expectedEveryMs) : start
    if (completeAt && completeAt >= needed) continue
    join(holes, { from, to: end, reason: reasonOf(scans) })
  }
  if (liveUntil < window.cutoff)
    holes.push({ from: laterOf(liveUntil, window.start), to: window.cutoff, reason: 'the source was removed' })
  return holes
}

/** A hole that goes on from the day before, for the same reason, is one hole. */
function join(holes: Hole[], hole: Hole): void {
  const last = holes.at(-1)
  if (last && last.to.getTime() === hole.from.getTime() && last.reason === hole.reason) last.to = hole.to
  else holes.push(hole)
}

function reasonOf(scans: DayScans | undefined): string {
  if (!scans?.scans) return 'no scan'
  const why = scans.reasons.length ? `: ${scans.reasons.join('; ')}` : ''
  if (scans.partial) return `no complete scan${why}`
  return 'every scan arrived after a newer one, too late to be used'
}
