import { Text } from '@mantine/core'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { ExportLinks } from '#app/_ui/export-links.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { SeverityBadge } from '#app/_ui/severity-badge.tsx'
import { ShareBar } from '#app/_ui/share-bar.tsx'
import { checkText } from '#lib/domain/check-text.ts'
import type { WorstCheck } from '#lib/queries/list-worst-checks.ts'

type Props = { checks: WorstCheck[]; now: Date; team?: string }

/** The checks whose open findings weigh most, each with how many pass it. */
export function WorstChecksSection({ checks, now, team }: Props) {
  const of = team ? { team } : {}
  return (
    <Section
      id="worst"
      title="Worst policies"
      flush
      description="Open findings weighted 10 critical, 5 high, 3 medium, 1 low, 5 unknown. Passing counts subjects; skipped and excepted ones are left out."
      actions={
        <ExportLinks
          path="/api/v1/metrics/worst-checks"
          {...(team && { search: new URLSearchParams({ team }) })}
          label="Worst policies"
        />
      }
    >
      <DataTable
        caption="Checks with the heaviest open findings"
        rows={checks}
        rowKey={(row) => row.checkId}
        empty={<EmptyState title="Nothing is open">No check has an open finding.</EmptyState>}
        columns={[
          {
            key: 'check',
            header: 'Policy',
            isRowHeader: true,
            wide: true,
            cell: (row) => (
              <>
                <TextLink href={findingsHref({ ...of, check: checkText(row) })} fw={550}>
                  {row.title ?? row.policy}
                </TextLink>
                <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {checkText(row)}
                </Text>
              </>
            ),
          },
          {
            key: 'open',
            header: 'Open',
            align: 'end',
            cell: (row) => (
              <NumberLink
                value={row.open}
                href={findingsHref({ ...of, check: checkText(row) })}
                label={`open findings of ${checkText(row)}`}
              />
            ),
          },
          { key: 'severity', header: 'Worst', cell: (row) => <SeverityBadge severity={row.worst} /> },
          { key: 'weight', header: 'Weight', align: 'end', visibleFrom: 'sm', cell: (row) => row.weight },
          {
            key: 'passing',
            header: 'Passing',
            cell: (row) =>
              row.pass === 0 ? (
                <Text size="xs" c="dimmed">
                  no pass reported
                </Text>
              ) : (
                <ShareBar numerator={row.pass} denominator={row.judged} tone="good">
                  {row.pass} of {row.judged}
                </ShareBar>
              ),
          },
          {
            key: 'oldest',
            header: 'Oldest',
            nowrap: true,
            visibleFrom: 'sm',
            cell: (row) => <Freshness at={row.oldestAt} now={now} />,
          },
        ]}
      />
    </Section>
  )
}
