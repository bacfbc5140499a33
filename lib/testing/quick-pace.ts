import type { Pace } from '#lib/sources/cluster/follow/pace.ts'

/** A pace at which minutes are milliseconds; what is not given happens often. */
export const quickPace = (more: Partial<Pace> = {}): Pace => ({
  pollMs: 40,
  quietMs: 5,
  latestMs: 20,
  emptiedMs: 10,
  seenMs: 20,
  compareMs: 300,
  deniedMs: 40,
  repairMs: 60,
  idleMs: 500,
  watchSeconds: () => 1,
  backoffMs: () => 5,
  spread: (ms) => ms,
  nextReading: (at) => at + 3_600_000,
  pageSize: 50,
  portionSize: 1_000,
  ...more,
})
