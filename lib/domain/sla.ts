import type { Severity } from './severity.ts'

/** Days until a finding is due, by severity; null: never due. */
export type Sla = Record<Severity, number | null>

const DEFAULT_SLA: Sla = { critical: 7, high: 30, medium: 90, low: 180, info: null, unknown: 90 }

const DAY_MS = 86_400_000

export function dueAt(severity: Severity, openedAt: Date, sla: Sla = DEFAULT_SLA): Date | undefined {
  const days = sla[severity]
  return days === null ? undefined : new Date(openedAt.getTime() + days * DAY_MS)
}
