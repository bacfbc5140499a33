import { ChartFigure } from '#app/_ui/charts/chart-figure.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { formatNumber } from '#app/_ui/format-number.ts'
import { Section } from '#app/_ui/section.tsx'
import type { CheckDay } from '#lib/queries/list-check-days.ts'
import { DAYS_HEIGHT, DaysChart } from './days-chart.tsx'
import { prepareDays } from './prepare-days.ts'

const COUNTS = ['fail', 'warn', 'error', 'pass'] as const

/** Ninety days of what the check said. */
export function DaysSection({ days }: { days: readonly CheckDay[] }) {
  const model = prepareDays(days)
  return (
    <Section
      id="trend"
      title="What it found, 90 days"
      description="Subjects that do not pass at the end of each UTC day, in the sources that you see as a whole."
    >
      {model.isKnown ? (
        <ChartFigure
          summary={model.summary}
          height={DAYS_HEIGHT}
          table={{
            caption: 'Verdicts by day',
            rows: days.toReversed(),
            rowKey: ({ day }) => day,
            columns: [
              { key: 'day', header: 'Day', isRowHeader: true, nowrap: true, cell: ({ day }) => day },
              ...COUNTS.map((count) => ({
                key: count,
                header: count,
                align: 'end' as const,
                cell: (row: CheckDay) => (row[count] === null ? 'no data' : formatNumber(row[count])),
              })),
            ],
          }}
        >
          <DaysChart model={model} />
        </ChartFigure>
      ) : (
        <EmptyState title="No day has been counted yet">The worker counts each day after its first scan.</EmptyState>
      )}
    </Section>
  )
}
