import { Text } from '@mantine/core'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { formatNumber } from '#app/_ui/format-number.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { toneColor } from '#app/_ui/theme.ts'
import type { BoardRow } from './prepare-board.ts'
import { RatioRange } from './ratio-range.tsx'

const ratio = (value: number): string => value.toFixed(2)

/** Teams of one band, or those that cannot be compared. */
export function BoardTable({ caption, rows }: { caption: string; rows: BoardRow[] }) {
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={(row) => row.id}
      empty={<EmptyState title="No team here" />}
      columns={[
        {
          key: 'team',
          header: 'Team',
          isRowHeader: true,
          nowrap: true,
          cell: (row) => (
            <TextLink href={`/teams/${row.slug}`} fw={550}>
              {row.name}
            </TextLink>
          ),
        },
        {
          key: 'ratio',
          header: 'Observed ÷ expected',
          nowrap: true,
          width: '11rem',
          cell: ({ standing }) =>
            standing === 'too few' ? (
              <Text span size="xs" c="dimmed">
                too few to compare
              </Text>
            ) : (
              <>
                <strong>{ratio(standing.ratio)}</strong>{' '}
                <Text span size="xs" c="dimmed">
                  {ratio(standing.limits.lower)} to {ratio(standing.limits.upper)}
                </Text>
              </>
            ),
        },
        {
          key: 'range',
          header: 'Scale 0 to 3',
          width: '8.5rem',
          cell: ({ standing }) => standing !== 'too few' && <RatioRange standing={standing} />,
        },
        {
          key: 'shrunk',
          header: 'Drawn to fleet',
          align: 'end',
          width: '7rem',
          visibleFrom: 'lg',
          cell: ({ standing }) => standing !== 'too few' && ratio(standing.shrunk),
        },
        {
          key: 'change',
          header: 'Change',
          align: 'end',
          width: '7rem',
          nowrap: true,
          cell: (row) => <RatioChange change={row.change} />,
        },
        {
          key: 'subjects',
          header: 'Subjects',
          align: 'end',
          width: '5.5rem',
          cell: (row) => formatNumber(row.subjects),
        },
        ...(['critical', 'high'] as const).map((severity) => ({
          key: severity,
          header: severity === 'critical' ? 'Critical' : 'High',
          align: 'end' as const,
          width: '5.5rem',
          cell: (row: BoardRow) => (
            <NumberLink
              value={row.open[severity]}
              href={findingsHref({ team: row.slug, severity })}
              label={`open ${severity} findings of ${row.name}`}
            />
          ),
        })),
        {
          key: 'open',
          header: 'All open',
          align: 'end',
          width: '5.5rem',
          cell: (row) => (
            <NumberLink
              value={row.total}
              href={findingsHref({ team: row.slug })}
              label={`open findings of ${row.name}`}
            />
          ),
        },
        {
          key: 'overdue',
          header: 'Overdue',
          align: 'end',
          width: '5.5rem',
          cell: (row) => (
            <NumberLink
              value={row.overdue}
              href={findingsHref({ team: row.slug, due: 'overdue' })}
              label={`overdue findings of ${row.name}`}
            />
          ),
        },
        {
          key: 'excepted',
          header: 'Excepted',
          align: 'end',
          width: '5.5rem',
          cell: (row) => (
            <NumberLink
              value={row.excepted}
              href={findingsHref({ team: row.slug, state: 'excepted' })}
              label={`excepted findings of ${row.name}`}
            />
          ),
        },
      ]}
    />
  )
}

function RatioChange({ change }: { change: number | null }) {
  if (change === null)
    return (
      <Text span size="xs" c="dimmed">
        none earlier
      </Text>
    )
  if (Math.abs(change) < 0.005) return <span>0.00</span>
  return (
    <span style={{ color: toneColor(change > 0 ? 'bad' : 'good') }}>
      {change > 0 ? `▲ +${ratio(change)}` : `▼ −${ratio(-change)}`}
    </span>
  )
}
