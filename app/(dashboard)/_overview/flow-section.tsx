import { ChartFigure } from '#app/_ui/charts/chart-figure.tsx'
import { FLOW_HEIGHT, FlowChart } from '#app/_ui/charts/flow-chart.tsx'
import { prepareFlow } from '#app/_ui/charts/prepare-flow.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { utcDay } from '#app/_ui/relative-time.ts'
import { Section } from '#app/_ui/section.tsx'
import { CAUSES } from '#lib/domain/closing.ts'
import type { FlowWeek } from '#lib/queries/get-weekly-flow.ts'

/** Baseline findings are not new: their real age is unknown. */
const NEW = CAUSES.filter((cause) => cause !== 'baseline')

/** New against fixed, twelve weeks, each number with its rows. */
export function FlowSection({ weeks }: { weeks: FlowWeek[] }) {
  const model = prepareFlow(weeks)
  return (
    <Section
      id="flow"
      title="New and fixed, 12 weeks"
      description="Weeks begin on Monday, UTC. What a first scan found is not new."
    >
      {weeks.some(({ opened }) => opened !== null) ? (
        <ChartFigure
          summary={model.summary}
          height={FLOW_HEIGHT}
          table={{
            caption: 'New and fixed findings by week',
            rows: weeks.toReversed(),
            rowKey: ({ monday }) => monday,
            columns: [
              {
                key: 'week',
                header: 'Week of',
                isRowHeader: true,
                nowrap: true,
                cell: ({ monday, isFilling }) => `${monday}${isFilling ? ' (so far)' : ''}`,
              },
              {
                key: 'new',
                header: 'new',
                align: 'end',
                cell: ({ monday, opened }) =>
                  opened === null ? (
                    'no data'
                  ) : (
                    <NumberLink
                      value={opened}
                      href={findingsHref({ state: 'any', opened: weekOf(monday), cause: NEW })}
                      label={`new in the week of ${monday}`}
                    />
                  ),
              },
              {
                key: 'fixed',
                header: 'fixed',
                align: 'end',
                cell: ({ monday, fixed }) =>
                  fixed === null ? (
                    'no data'
                  ) : (
                    <NumberLink
                      value={fixed}
                      href={findingsHref({ state: 'closed', closed: weekOf(monday), reason: 'fixed' })}
                      label={`fixed in the week of ${monday}`}
                    />
                  ),
              },
            ],
          }}
        >
          <FlowChart model={model} />
        </ChartFigure>
      ) : (
        <EmptyState title="No week has been counted yet" />
      )}
    </Section>
  )
}

const weekOf = (monday: string): string =>
  `${monday}..${utcDay(new Date(Date.parse(`${monday}T00:00:00Z`) + 6 * 86_400_000))}`
