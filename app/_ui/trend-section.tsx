import { ChartFigure } from '#app/_ui/charts/chart-figure.tsx'
import { prepareTrend } from '#app/_ui/charts/prepare-trend.ts'
import { TREND_HEIGHT, TrendChart } from '#app/_ui/charts/trend-chart.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { formatNumber } from '#app/_ui/format-number.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { utcDay } from '#app/_ui/relative-time.ts'
import { Section } from '#app/_ui/section.tsx'
import { SEVERITIES } from '#lib/domain/severity.ts'
import type { OpenDay } from '#lib/queries/get-open-trend.ts'

type Props = { days: OpenDay[]; now: Date; team?: string }

/** Ninety days of what was open at each day's end. */
export function TrendSection({ days, now, team }: Props) {
  const today = utcDay(now)
  const model = prepareTrend(days, today)
  const isKnown = days.some(({ open }) => open)
  return (
    <Section
      id="trend"
      title="Open findings, 90 days"
      description="At the end of each UTC day, by severity. Days without data are left open."
    >
      {isKnown ? (
        <ChartFigure
          summary={model.summary}
          height={TREND_HEIGHT}
          table={{
            caption: 'Open findings by day and severity',
            rows: days.toReversed(),
            rowKey: ({ day }) => day,
            columns: [
              {
                key: 'day',
                header: 'Day',
                isRowHeader: true,
                nowrap: true,
                cell: ({ day, open }) =>
                  open ? (
                    <TextLink href={findingsHref({ state: 'any', on: day, ...(team && { team }) })}>{day}</TextLink>
                  ) : (
                    day
                  ),
              },
              ...model.series.map(({ name }) => ({
                key: name,
                header: name,
                align: 'end' as const,
                cell: ({ open }: OpenDay) => (open ? formatNumber(open[name]) : 'no data'),
              })),
              {
                key: 'total',
                header: 'all',
                align: 'end' as const,
                cell: ({ day, open }: OpenDay) =>
                  open
                    ? `${formatNumber(SEVERITIES.reduce((sum, severity) => sum + open[severity], 0))}${day === today ? ' so far' : ''}`
                    : 'no data',
              },
            ],
          }}
        >
          <TrendChart model={model} />
        </ChartFigure>
      ) : (
        <EmptyState title="No day has been counted yet">The worker counts each day after its first scan.</EmptyState>
      )}
    </Section>
  )
}
