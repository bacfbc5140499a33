/** How current a feed is. Late: two expected intervals without a complete scan. Stale: its passes no longer count. */
export const FEED_FRESHNESS = ['fresh', 'late', 'stale', 'never'] as const
export type FeedFreshness = (typeof FEED_FRESHNESS)[number]

const HOUR_MS = 3_600_000
const STALE_AFTER_MS = { cluster: 24 * HOUR_MS, pipeline: 7 * 24 * HOUR_MS }
const LATE_AFTER_INTERVALS = 2

type Feed = { sourceKind: 'cluster' | 'pipeline'; expectedEverySeconds: number; lastCompleteAt: Date | null }

/** When a complete reading of this time stops being current. */
export const staleAt = (sourceKind: 'cluster' | 'pipeline', completeAt: Date): Date =>
  new Date(completeAt.getTime() + STALE_AFTER_MS[sourceKind])

/** A pipeline is read when someone pushes: nothing tells when its next run is due, so it is never late before it is stale. */
export function feedFreshness({ sourceKind, expectedEverySeconds, lastCompleteAt }: Feed, now: Date): FeedFreshness {
  if (!lastCompleteAt) return 'never'
  const age = now.getTime() - lastCompleteAt.getTime()
  if (age > STALE_AFTER_MS[sourceKind]) return 'stale'
  if (sourceKind === 'pipeline') return 'fresh'
  return age > LATE_AFTER_INTERVALS * expectedEverySeconds * 1_000 ? 'late' : 'fresh'
}
