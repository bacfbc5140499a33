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
  /** Set by a reader that could not read everything it should: shown on the source until a reading succeeds. */
  degraded?: string
}

export type RecordedScan = {
  scanId: string
  sourceId: number
  feedId: number
  /** True when the same bytes from the same run were stored before: nothing was written, the counts are the first scan's. */
  replayed: boolean
  status: 'stored' | 'superseded'
  complete: boolean
  reason: string | null
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
