import type { Severity } from '#lib/domain/severity.ts'

/** Counts in the order of the stored severity codes, by name. */
export const bySeverity = (counts: readonly number[]): Record<Severity, number> => {
  const [critical = 0, high = 0, medium = 0, low = 0, info = 0, unknown = 0] = counts
  return { critical, high, medium, low, info, unknown }
}
