import { Code, Text } from '@mantine/core'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { formatNumber } from '#app/_ui/format-number.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { Section } from '#app/_ui/section.tsx'
import type { Place } from '#lib/queries/list-places.ts'

type Props = { places: Place[]; limit: number; team: string; now: Date }

/** Where the team owns something, and what says so. */
export function PlacesSection({ places, limit, team, now }: Props) {
  const isCut = places.length === limit
  return (
    <Section
      id="places"
      title="Namespaces and repositories"
      description={isCut ? `The ${limit} with most open findings.` : 'Where this is, and by which rule or label.'}
      flush
    >
      <DataTable
        caption="Namespaces and repositories"
        rows={places}
        rowKey={(row) => `${row.source}/${row.namespace}`}
        empty={
          <EmptyState title="Nothing is owned yet">
            Add a rule below, or label namespaces with the team's name.
          </EmptyState>
        }
        columns={[
          { key: 'source', header: 'Source', isRowHeader: true, cell: (row) => row.source },
          {
            key: 'place',
            header: 'Namespace or repository',
            nowrap: true,
            cell: (row) =>
              row.namespace ||
              (row.sourceKind === 'pipeline' ? (
                (row.repository ?? row.source)
              ) : (
                <Text span c="dimmed" size="sm">
                  cluster-wide objects
                </Text>
              )),
          },
          {
            key: 'rule',
            header: 'By',
            nowrap: true,
            cell: (row) =>
              row.rule ? (
                <Code>{row.rule}</Code>
              ) : (
                <Text span c="dimmed" size="xs">
                  {row.rule === null ? 'as of its last scan' : 'no rule or label'}
                </Text>
              ),
          },
          {
            key: 'since',
            header: 'Since',
            nowrap: true,
            cell: (row) => row.since && <Freshness at={row.since} now={now} show="day" />,
          },
          { key: 'subjects', header: 'Subjects', align: 'end', cell: (row) => formatNumber(row.subjects) },
          {
            key: 'open',
            header: 'Open',
            align: 'end',
            cell: (row) => (
              <NumberLink
                value={row.open}
                href={findingsHref({ team, source: row.source, ...(row.namespace && { namespace: row.namespace }) })}
                label={`open findings in ${row.namespace || row.source}`}
              />
            ),
          },
        ]}
      />
    </Section>
  )
}
