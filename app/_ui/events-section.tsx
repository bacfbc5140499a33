import type { EventDay } from '#lib/queries/list-event-days.ts'
import { DataTable } from './data-table.tsx'
import { EmptyState } from './empty-state.tsx'
import { formatNumber } from './format-number.ts'
import { TextLink } from './link.tsx'
import { Section } from './section.tsx'
import { SeverityBadge } from './severity-badge.tsx'

type Props = { events: readonly EventDay[]; days: number; limit: number; of: 'source' | 'policy' }

/** What happened, day by day. It opens and closes nothing, so it stands apart from findings. */
export function EventsSection({ events, days, limit, of }: Props) {
  return (
    <Section
      id="events"
      title={`What happened, ${days} days`}
      description={`Events of runtime sensors, counted by day, check and workload. They are no posture: they open and close no finding.${events.length === limit ? ` The latest ${limit}.` : ''}`}
      flush
    >
      <DataTable
        caption="Events by day"
        rows={events}
        rowKey={({ day, source, checkId, namespace, kind, name }) =>
          [day, source, checkId, namespace, kind, name].join(' ')
        }
        empty={<EmptyState title="No event">Nothing was told in these days.</EmptyState>}
        columns={[
          { key: 'day', header: 'Day', isRowHeader: true, nowrap: true, cell: ({ day }) => day },
          of === 'source'
            ? {
                key: 'check',
                header: 'Check',
                cell: ({ checkId, engine, policy }) => (
                  <TextLink href={`/policies/${checkId}`}>
                    {engine}/{policy}
                  </TextLink>
                ),
              }
            : { key: 'source', header: 'Source', cell: ({ source }) => source },
          {
            key: 'subject',
            header: 'Subject',
            cell: ({ kind, namespace, name }) => `${kind} ${[namespace, name].filter(Boolean).join('/')}`,
          },
          { key: 'severity', header: 'Severity', cell: ({ severity }) => <SeverityBadge severity={severity} /> },
          { key: 'events', header: 'Events', align: 'end', cell: ({ events }) => formatNumber(events) },
          { key: 'message', header: 'Last said', wide: true, cell: ({ message }) => message },
        ]}
      />
    </Section>
  )
}
