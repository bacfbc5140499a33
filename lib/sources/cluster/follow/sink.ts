import type { OwnerLinks } from '#lib/domain/owner-workload.ts'
import type { ClusterSnapshot, KindRead, Namespace } from '../cluster-snapshot.ts'

/** Objects of one part of a cluster as they were at a time. */
export type ReadPart = {
  at: Date
  objects: readonly unknown[]
  /** Whether nothing is missing; only then does absence mean anything. */
  complete: boolean
  /** Why it is not complete. */
  reason?: string
  kinds?: readonly KindRead[]
}
export type ReadReports = ReadPart & { owners: OwnerLinks }
/** How it was stored: entries that cannot be read make it incomplete as well. */
export type Outcome = { complete: boolean; reason: string | null }
export type Portions = {
  store: (part: ReadReports & { places: readonly string[] }) => Promise<Outcome>
  finish: (ending: Pick<ReadPart, 'complete' | 'reason' | 'kinds'>) => Promise<void>
}

/** Where what is read of one cluster goes. It knows nothing of Kubernetes, so it may be a database here or a server elsewhere. */
export type ClusterSink = {
  /** What was ever stored of this cluster. */
  known: { reports: boolean; constraints: boolean }
  wholeReports: (part: ReadReports) => Promise<Outcome>
  /** For a reading that is too large to be held at once. */
  reportPortions: (at: Date) => Portions
  /** All that some namespaces hold. `isFeedWhole`: everything else is known and has not changed. */
  reportsWithin: (part: ReadReports & { places: readonly string[]; isFeedWhole: boolean }) => Promise<Outcome>
  constraints: (part: ReadPart) => Promise<Outcome>
  policies: (read: Pick<ClusterSnapshot, 'policies' | 'constraints' | 'kinds'>, at: Date) => Promise<void>
  exceptions: (part: ReadPart & { isFeedWhole: boolean }) => Promise<void>
  namespaces: (namespaces: Namespace[], at: Date) => Promise<void>
  /** Nothing has changed up to `at`. */
  seen: (part: 'reports' | 'constraints', at: Date) => Promise<void>
  /** What cannot be read now, in sentences; empty when all is well. Everything stored after it carries it. */
  troubles: (reasons: string[]) => Promise<void>
}
