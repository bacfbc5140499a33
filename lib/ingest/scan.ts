import type { PoolClient } from 'pg'
import type { OwnerLinks } from '#lib/domain/owner-workload.ts'
import type { Format, Parsed } from '#lib/domain/result.ts'

/** One document of a scan: its name, its SHA-256, its size, and what it was parsed to. */
export type ScanFile = {
  name: string
  digest: string
  bytes: number
  /** The original bytes, to be kept once by their digest; absent when they are kept elsewhere or not wanted. */
  body?: Uint8Array
  mediaType?: string
  parsed: Parsed
}

/** A part of a feed that was read by itself, and whole. */
export type Within = {
  /** Only subjects of these namespaces are compared and closed; '' is where objects without a namespace are. */
  namespaces: readonly string[]
  /** Whether with this the whole feed is known as it was at `observedAt`, because the rest was known before and has not changed. */
  isFeedWhole: boolean
}

/** A reading too large to be held at once. Portions of whole namespaces are stored one by one; `finishReading` ends it. */
export type Reading = {
  scanId: string
  namespaces: Set<string>
  /** Numbers of the checks that were evaluated. */
  checks: Set<number>
  hasPass: boolean
  hasResults: boolean
}

/** Runs inside the transaction that stores something and throws when it must not be stored. */
export type Guard = (client: PoolClient) => Promise<void>

/** One reading of one feed of a source. `observedAt` is when the world looked like this. */
export type Scan = {
  sourceId: number
  feed: { kind: Format; scope: string; expectedEverySeconds?: number }
  observedAt: Date
  receivedAt: Date
  /** Only a complete scan closes anything by absence. */
  complete: boolean
  /** True when the source still holds what was read: a crash right after may lose the commit, and the next reading finds it again. */
  canBeReadAgain?: boolean
  /** Why it is not complete. */
  reason?: string
  /** What, beside the bytes, makes two scans the same one: repository, commit, run. */
  identity: string
  files: ScanFile[]
  owners?: OwnerLinks
  /** When the list of exceptions was read apart from the results: whether it was whole. */
  exceptionsComplete?: boolean
  context?: Record<string, unknown>
  /** Absent: the whole feed was read. */
  within?: Within
  /** The reading this is a portion of. */
  reading?: Reading
  /** True when it was read just now by the source's only reader: it is newer than whatever is stored, whatever the clocks say. */
  isNewest?: boolean
  /** True when a complete scan that changes nothing is to leave no row. */
  isQuiet?: boolean
  guard?: Guard
  /** Set by a reader that could not read everything it should: shown on the source until a reading succeeds. */
  degraded?: string
}

export type RecordedScan = {
  scanId: string
  sourceId: number
  feedId: number
  /** True when the same bytes from the same run were stored before: nothing was written, the counts are the first scan's. */
  replayed: boolean
  /** `unchanged`: nothing differed, and a quiet scan left no row. */
  status: 'stored' | 'superseded' | 'unchanged'
  complete: boolean
  reason: string | null
  /** Why what was read was not all there is of it, whether that is the feed or a part; null when it was. */
  shortOf?: string | null
  listed: number
  parsed: number
  rejected: number
  ignored: number
  stored: number
  opened: number
  closed: number
  changed: number
  rowsWritten: number
}
