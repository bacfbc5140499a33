export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info', 'unknown'] as const
export type Severity = (typeof SEVERITIES)[number]

/** The stored number: 1 critical to 6 unknown, so that ascending order is worst first. */
export const severityCode = (severity: Severity): number => SEVERITIES.indexOf(severity) + 1
export const severityOf = (code: number): Severity => SEVERITIES[code - 1] ?? 'unknown'

/** Weights of exposure and of the leaderboard (metrics: 10 / 5 / 3 / 1, unknown as high). */
export const SEVERITY_WEIGHT: Record<Severity, number> = {
  critical: 10,
  high: 5,
  medium: 3,
  low: 1,
  info: 0,
  unknown: 5,
}
