import { Text } from '@mantine/core'
import { ControlStateBadge } from '#app/_ui/control-state-badge.tsx'
import { controlStateWords } from '#app/_ui/control-state-words.ts'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import type { Control } from '#lib/queries/get-control.ts'
import type { ControlDay } from '#lib/queries/list-control-history.ts'
import { controlHref } from '../../control-href.ts'
import styles from './history-section.module.css'
import { prepareHistory } from './prepare-history.ts'

type Props = { days: readonly ControlDay[]; control: Control; environment: string; asOf: string }

/** A strip of days, and the stretches it is made of as a table. */
export function HistorySection({ days, control, environment, asOf }: Props) {
  const { satisfied, observed, days: total, withoutState, runs } = prepareHistory(days)
  const href = (day: string) =>
    controlHref({ framework: control.framework, control: control.id }, { environment, asOf: day })
  return (
    <Section
      id="history"
      title={`${total} days up to ${asOf}`}
      description={
        withoutState === total
          ? 'Nothing has derived a state of it on any of these days'
          : `Satisfied on ${satisfied} of ${observed} days it was assessed; ${withoutState} of ${total} days have no state`
      }
    >
      <div className={styles.strip} aria-hidden="true">
        {days.map(({ day, state, reason, exceptions }) => (
          <span
            key={day}
            className={`${styles.day} ${styles.state}`}
            data-state={state ?? 'none'}
            data-chosen={day === asOf || undefined}
            title={`${day}: ${state ? controlStateWords(state, reason, exceptions) : 'no state'}`}
          />
        ))}
      </div>
      <div className={styles.ends} aria-hidden="true">
        <span>{days[0]?.day}</span>
        <span>{asOf}</span>
      </div>
      <ul className={styles.legend} aria-hidden="true">
        {[...new Set(days.map(({ state }) => state ?? 'none'))].map((state) => (
          <li key={state}>
            <span className={`${styles.key} ${styles.state}`} data-state={state} />{' '}
            {state === 'none' ? 'no state' : controlStateWords(state)}
          </li>
        ))}
      </ul>
      <details className={styles.details}>
        <summary>As a table</summary>
        <DataTable
          caption={`States of ${control.displayId} in ${environment}`}
          rows={runs}
          rowKey={({ from }) => from}
          empty={<EmptyState title="No day" />}
          columns={[
            {
              key: 'days',
              header: 'Days',
              isRowHeader: true,
              nowrap: true,
              cell: ({ from, to }) => <TextLink href={href(to)}>{from === to ? from : `${from} to ${to}`}</TextLink>,
            },
            {
              key: 'state',
              header: 'State',
              cell: ({ state, reason, exceptions }) =>
                state ? (
                  <ControlStateBadge state={state} reason={reason} exceptions={exceptions} />
                ) : (
                  <Text span c="dimmed">
                    no state
                  </Text>
                ),
            },
            {
              key: 'count',
              header: 'For',
              align: 'end',
              nowrap: true,
              cell: (run) => `${run.days} ${run.days === 1 ? 'day' : 'days'}`,
            },
          ]}
        />
      </details>
    </Section>
  )
}
