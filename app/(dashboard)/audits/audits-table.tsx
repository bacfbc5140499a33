import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import type { AuditRow } from '#lib/queries/audit-row.ts'
import { auditStateWords, limitWords, windowWords } from './audit-words.ts'

/** The audits: what each lets its people look at, and until when. */
export function AuditsTable({ audits, now }: { audits: AuditRow[]; now: Date }) {
  return (
    <DataTable
      caption="Audits"
      rows={audits}
      rowKey={(row) => row.id}
      empty={
        <EmptyState title="No audit yet">
          Create one below: it names the frameworks, the days and the sources that its auditors may look at.
        </EmptyState>
      }
      columns={[
        {
          key: 'name',
          header: 'Audit',
          isRowHeader: true,
          wide: true,
          cell: (row) => (
            <TextLink href={`/audits/${row.id}`} fw={600}>
              {row.name}
            </TextLink>
          ),
        },
        {
          key: 'state',
          header: 'State',
          nowrap: true,
          cell: (row) => {
            const { words, tone } = auditStateWords(row, now)
            return <ToneBadge tone={tone}>{words}</ToneBadge>
          },
        },
        { key: 'frameworks', header: 'Frameworks', cell: (row) => row.frameworks.map(({ title }) => title).join(', ') },
        { key: 'window', header: 'Window', nowrap: true, cell: windowWords },
        { key: 'scope', header: 'Scope', visibleFrom: 'lg', cell: limitWords },
        {
          key: 'expires',
          header: 'Access until',
          nowrap: true,
          visibleFrom: 'sm',
          cell: (row) => <Freshness at={new Date(row.expiresAt.getTime() - 1)} now={now} show="day" />,
        },
        { key: 'people', header: 'People', align: 'end', cell: (row) => row.people },
      ]}
    />
  )
}
