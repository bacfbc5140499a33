/** How often and how long: everything about time that a follower of a cluster does not decide by itself. */
export type Pace = {
  /** Between two readings of what is not watched. */
  pollMs: number
  /** A change is stored when nothing else has changed for so long … */
  quietMs: number
  /** … and at the latest so long after it came. */
  latestMs: number
  /** How long a report may be empty before that counts: Kyverno empties reports and fills them again. */
  emptiedMs: number
  /** Between two notes that nothing has changed. */
  seenMs: number
  /** Between two comparisons of what is remembered with what the cluster has. */
  compareMs: number
  /** How long what is not permitted is left alone. */
  deniedMs: number
  /** Before what could not be read whole is read again. */
  repairMs: number
  /** How long a watch may be silent: longer than the minute between two bookmarks. */
  idleMs: number
  watchSeconds: () => number
  backoffMs: (failures: number) => number
  /** A time of about so long: clusters that started together do not stay together. */
  spread: (ms: number) => number
  /** When the whole is read again, after it was read at `at`. */
  nextReading: (at: number) => number
  pageSize: number
  /** Reports that are held at once; a single namespace with more is held whole. */
  portionSize: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const PACE: Pace = {
  pollMs: 2 * MINUTE,
  quietMs: 2_000,
  latestMs: 10_000,
  emptiedMs: MINUTE,
  seenMs: MINUTE,
  compareMs: 6 * HOUR,
  deniedMs: 5 * MINUTE,
  repairMs: 10 * MINUTE,
  idleMs: 90_000,
  watchSeconds: () => Math.round(300 * (1 + Math.random())),
  backoffMs: (failures) => Math.random() * Math.min(30_000, 800 * 2 ** failures),
  spread: (ms) => ms * (0.9 + 0.2 * Math.random()),
  // The first reading of a UTC day keeps the originals of that day; a fleet does not do that all at midnight.
  nextReading: (at) => Math.floor(at / DAY) * DAY + DAY + Math.random() * 4 * HOUR,
  pageSize: 500,
  portionSize: 1_000,
}
