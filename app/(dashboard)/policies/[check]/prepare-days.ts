import { dayLabel } from '#app/_ui/charts/day-label.ts'
import { formatNumber } from '#app/_ui/format-number.ts'
import type { CheckDay } from '#lib/queries/list-check-days.ts'

export type DaysModel = {
  rows: { label: string; fail: number | null; warn: number | null; error: number | null }[]
  isKnown: boolean
  summary: string
}

/** Decides everything the trend of one check will show. Days without data stay gaps. */
export function prepareDays(days: readonly CheckDay[]): DaysModel {
  const known = days.flatMap(({ day, fail, warn, error }) =>
    fail === null ? [] : [{ day, total: fail + (warn ?? 0) + (error ?? 0) }],
  )
  const [first, last] = [known[0], known.at(-1)]
  return {
    rows: days.map(({ day, fail, warn, error }) => ({ label: dayLabel(day), fail, warn, error })),
    isKnown: known.length > 0,
    summary: first && last ? summaryOf(first, last, days.length - known.length, days.length) : '',
  }
}

type Known = { day: string; total: number }

function summaryOf(first: Known, last: Known, missing: number, days: number): string {
  const gap = missing > 0 ? ` ${missing} of ${days} days have no data and are left open.` : ''
  const now = `${formatNumber(last.total)} subjects did not pass on ${dayLabel(last.day)}`
  return first === last
    ? `${now}, the only day counted so far.${gap}`
    : `${now}, ${formatNumber(first.total)} on ${dayLabel(first.day)}.${gap}`
}
