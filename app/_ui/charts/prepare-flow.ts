import { formatNumber } from '../format-number.ts'
import { dayLabel } from './day-label.ts'

/** A week by its Monday, with what opened anew and what was fixed in it; null when none of its days was counted. */
export type FlowWeek = { monday: string; opened: number | null; fixed: number | null; isFilling: boolean }

export type FlowModel = { rows: { label: string; new: number | null; fixed: number | null }[]; summary: string }

/** Decides what the chart of new against fixed will show. The week that is still running is marked. */
export function prepareFlow(weeks: readonly FlowWeek[]): FlowModel {
  const rows = weeks.map(({ monday, opened, fixed, isFilling }) => ({
    label: isFilling ? `${dayLabel(monday)} …` : dayLabel(monday),
    new: opened,
    fixed,
  }))
  const whole = weeks.filter((week) => !week.isFilling && week.opened !== null)
  const sum = (pick: (week: FlowWeek) => number | null) => whole.reduce((total, week) => total + (pick(week) ?? 0), 0)
  const [opened, fixed] = [sum((week) => week.opened), sum((week) => week.fixed)]
  if (!whole.length) return { rows, summary: 'No full week has been counted yet.' }
  const net = opened - fixed
  const said =
    net === 0
      ? 'as many new as fixed'
      : net > 0
        ? `${formatNumber(net)} more new than fixed`
        : `${formatNumber(-net)} more fixed than new`
  const span = whole.length === 1 ? 'the one full week' : `${whole.length} full weeks`
  return { rows, summary: `${formatNumber(opened)} new and ${formatNumber(fixed)} fixed in ${span}: ${said}.` }
}
