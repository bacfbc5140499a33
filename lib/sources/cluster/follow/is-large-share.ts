import type { ReportKind } from './report-kind.ts'

const LARGE_SHARE = 0.4
const FEW_PLACES = 5
const FEW_REPORTS = 200

/** Whether some namespaces hold so much of all reports that everything is read as a whole rather than one after the other. */
export function isLargeShare(kinds: readonly ReportKind[], places: readonly string[]): boolean {
  const total = kinds.reduce((sum, { memory }) => sum + memory.size, 0)
  if (places.length <= FEW_PLACES || total <= FEW_REPORTS) return false
  const own = places.flatMap((place) => kinds.map(({ memory }) => memory.countIn(place)))
  return own.reduce((sum, count) => sum + count, 0) > LARGE_SHARE * total
}
