import { SEVERITIES, type Severity } from '#lib/domain/severity.ts'
import { formatNumber } from '../format-number.ts'
import { SEVERITY_COLOR } from '../theme.ts'
import { dayLabel } from './day-label.ts'

/** A day, and what was open at its end by severity; null when nothing is known of that day. */
export type TrendDay = { day: string; open: Record<Severity, number> | null }

export type TrendModel = {
  rows: ({ label: string } & Record<Severity, number | null>)[]
  series: { name: Severity; color: string }[]
  /** Label of the last day while that day is not over. */
  filling: string | undefined
  summary: string
}

/** Decides everything the trend will show; the chart only draws it. Days without data stay gaps. */
export function prepareTrend(days: readonly TrendDay[], today: string): TrendModel {
  const rows = days.map(({ day, open }) => ({
    label: dayLabel(day),
    critical: open?.critical ?? null,
    high: open?.high ?? null,
    medium: open?.medium ?? null,
    low: open?.low ?? null,
    info: open?.info ?? null,
    unknown: open?.unknown ?? null,
  }))
  // A severity nobody has ever had would only crowd the legend.
  const seen = SEVERITIES.filter((severity) => days.some(({ open }) => (open?.[severity] ?? 0) > 0))
  const last = days.at(-1)
  return {
    rows,
    series: seen.map((name) => ({ name, color: SEVERITY_COLOR[name] })),
    filling: last?.day === today && last.open ? dayLabel(last.day) : undefined,
    summary: summaryOf(days),
  }
}

function summaryOf(days: readonly TrendDay[]): string {
  const known = days.flatMap(({ day, open }) =>
    open ? [{ day, total: SEVERITIES.reduce((sum, s) => sum + open[s], 0) }] : [],
  )
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last) return 'No day has been counted yet.'
  const missing = days.length - known.length
  const gap = missing ? ` ${missing} of ${days.length} days have no data and are left open.` : ''
  if (first === last)
    return `${formatNumber(last.total)} open on ${dayLabel(last.day)}, the only day counted so far.${gap}`
  const change = last.total - first.total
  const moved = change === 0 ? 'as many as' : `${formatNumber(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} than`
  return `${formatNumber(last.total)} open on ${dayLabel(last.day)}, ${moved} on ${dayLabel(first.day)}.${gap}`
}
