import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { formatNumber } from '#app/_ui/format-number.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { SeverityBadge } from '#app/_ui/severity-badge.tsx'
import { checkText } from '#lib/domain/check-text.ts'
import type { CheckFacts } from '#lib/queries/get-check.ts'
import type { CheckPlace } from '#lib/queries/list-check-places.ts'

type Props = { places: readonly CheckPlace[]; check: CheckFacts; limit: number; now: Date }

/** Where it says no most often. */
export function PlacesSection({ places, check, limit, now }: Props) {
  const of = { check: checkText(check) }
  return (
    <Section
      id="places"
      title="Worst namespaces"
      description={places.length === limit && `The first ${limit}. All of them are in the list of findings.`}
      flush
    >
      <DataTable
        caption="Open findings by namespace"
        rows={places}
        rowKey={({ source, namespace }) => `${source}/${namespace}`}
        empty={<EmptyState title="Nothing is open">No subject in sight fails it.</EmptyState>}
        columns={[
          {
            key: 'place',
            header: 'Namespace',
            isRowHeader: true,
            cell: ({ namespace }) => namespace || 'without a namespace',
          },
          { key: 'source', header: 'Source', cell: ({ source }) => source },
          {
            key: 'open',
            header: 'Open',
            align: 'end',
            cell: ({ source, namespace, open }) => (
              <NumberLink
                value={open}
                href={findingsHref({ ...of, source, ...(namespace && { namespace }) })}
                label={`open findings in ${namespace || 'no namespace'} of ${source}`}
              />
            ),
          },
          { key: 'subjects', header: 'Subjects', align: 'end', cell: ({ subjects }) => formatNumber(subjects) },
          { key: 'worst', header: 'Worst', cell: ({ worst }) => <SeverityBadge severity={worst} /> },
          {
            key: 'oldest',
            header: 'Oldest',
            nowrap: true,
            visibleFrom: 'sm',
            cell: ({ oldestAt }) => <Freshness at={oldestAt} now={now} />,
          },
        ]}
      />
    </Section>
  )
}
