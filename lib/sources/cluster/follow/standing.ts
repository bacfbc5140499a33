import type { ReportKind } from './report-kind.ts'

/** What is known of how complete the stored reports of a cluster are, and why they are not. */
export class Standing {
  /** Why there may be kinds that are not followed. */
  missing: string[] = []
  /** True since everything was read and stored as a whole. */
  isRead = false
  /** Why the last reading of everything was not whole, where no kind is to blame: entries that cannot be read. */
  shortReason: string | undefined
  /** The last piece of work failed; it will be done again. */
  failure: string | undefined
  /** Namespaces of which not everything could be stored since, with the reason. */
  readonly owed = new Map<string, string>()

  /** Namespaces that were stored without the right to know what belongs to which workload. */
  readonly unowned = new Set<string>()

  /** What keeps absence from meaning anything. A subject may be spoken of by any kind, so trouble with one is trouble with all. */
  gaps(kinds: readonly ReportKind[]): string[] {
    return [...this.missing, ...kinds.flatMap(({ name, trouble }) => (trouble ? `${name}: ${trouble}` : []))]
  }

  all(kinds: readonly ReportKind[]): string[] {
    const rest = [this.shortReason, ...this.owed.values(), this.failure].filter((reason) => reason !== undefined)
    return [...new Set([...this.gaps(kinds), ...rest])]
  }

  isWhole(kinds: readonly ReportKind[]): boolean {
    return this.isRead && this.owed.size === 0 && this.gaps(kinds).length === 0
  }

  settle(places: readonly string[], { complete, reason }: { complete: boolean; reason: string | null }): void {
    for (const place of places)
      if (complete) this.owed.delete(place)
      else this.owed.set(place, reason ?? 'not everything could be read')
  }
}
