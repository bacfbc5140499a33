import type { DirtyPlaces } from './dirty-places.ts'
import type { ReportKind } from './report-kind.ts'
import { seenReport } from './seen-report.ts'
import type { WatchEvent } from './watch-events.ts'

type Taking = { kinds: readonly ReportKind[]; dirty: DirtyPlaces; emptiedMs: number; now: number }

/** Takes in what happened to a report, and marks the namespaces it concerns unless it only was evaluated again. */
export function takeEvent(
  kind: ReportKind,
  { type, object }: WatchEvent,
  { kinds, dirty, emptiedMs, now }: Taking,
): void {
  const seen = type === 'bookmark' ? undefined : seenReport(object)
  if (!seen) return
  const { namespace, name, hasResults } = seen
  if (type === 'deleted') {
    for (const place of kind.memory.forget(seen)) dirty.mark(place, now)
    dirty.release(namespace, name)
    return
  }
  const change = kind.memory.see(seen)
  for (const place of change?.places ?? []) dirty.mark(place, now)
  // Where both report groups speak, the newer times decide which of them counts.
  if (!change && isMixed(kind, kinds, namespace)) dirty.mark(namespace, now)
  if (change?.isEmptied) dirty.hold(namespace, name, now + emptiedMs)
  else if (hasResults) dirty.release(namespace, name)
}

const isMixed = ({ resource }: ReportKind, kinds: readonly ReportKind[], namespace: string): boolean =>
  kinds.some((other) => other.resource.group !== resource.group && other.memory.countIn(namespace) > 0)
