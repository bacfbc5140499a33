import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'

/**
 * When a feed was last read, and last read whole, as two SQL expressions over the columns of `alias`. In a window it is
 * what its scans in there say, so that nothing later shows.
 */
export function feedTimes(
  scope: Scope,
  alias: string,
  params: unknown[],
): { lastScanAt: string; lastCompleteAt: string } {
  if (!scope.window) return { lastScanAt: `${alias}.last_scan_at`, lastCompleteAt: `${alias}.last_complete_at` }
  const newest = (condition: string) =>
    `(SELECT max(seen.observed_at) FROM scan seen WHERE seen.source_id = ${alias}.source_id AND seen.feed_id = ${alias}.feed_id
       AND seen.status = 'stored' AND ${condition} AND ${inScope({ ...scope, wholeSources: 'all' }, 'scan', 'seen', params)})`
  return { lastScanAt: newest('true'), lastCompleteAt: newest('seen.complete') }
}

/** The time by which to judge how things stand: now, or the last moment of a window that is over. */
export const judgedAt = ({ window }: Scope, now: Date): Date =>
  window && window.until <= now ? new Date(window.until.getTime() - 1) : now
