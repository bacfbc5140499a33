import { parsePeriod } from '#lib/domain/period.ts'
import type { Period } from './bundle-window.ts'

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/

/** A month `2026-10`, or the days `2026-10-01..2026-10-15`, both included; undefined when the text is neither. */
export function parseBundlePeriod(text: string): Period | undefined {
  const [, year, month] = MONTH.exec(text) ?? []
  if (year && month)
    return { start: new Date(`${text}-01T00:00:00Z`), end: new Date(Date.UTC(Number(year), Number(month))) }
  if (!text.includes('..')) return undefined
  const period = parsePeriod(text, new Date(0))
  return period && { start: period.from, end: period.until }
}
