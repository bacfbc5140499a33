import { Text, VisuallyHidden } from '@mantine/core'
import { ConfirmButton } from '#app/_ui/confirm-button.tsx'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import type { TrustRuleRow } from '#lib/queries/list-trust-rules.ts'
import { removeRuleAction } from './rule-actions.ts'
import { conditionWords, TRUST_NAME } from './rule-words.ts'

/** Which pipelines may store results of which source without a secret. */
export function RulesTable({ rules, now }: { rules: TrustRuleRow[]; now: Date }) {
  return (
    <DataTable
      caption="Trust rules"
      rows={rules}
      rowKey={(row) => row.id}
      empty={
        <EmptyState title="No pipeline is trusted yet">
          Add one below: its jobs then store results without a secret that could leak or expire.
        </EmptyState>
      }
      columns={[
        {
          key: 'source',
          header: 'Source',
          isRowHeader: true,
          wide: true,
          cell: (row) => (
            <TextLink href={`/sources/${row.sourceId}`} fw={600} style={{ overflowWrap: 'anywhere' }}>
              {row.source}
            </TextLink>
          ),
        },
        {
          key: 'from',
          header: 'Takes from',
          wide: true,
          cell: ({ kind, repositoryId, ownerId, issuer }) => (
            <>
              {TRUST_NAME[kind]}, {kind === 'github' ? 'repository' : 'project'} {repositoryId}
              {ownerId && ` of ${ownerId}`}
              <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {issuer}
              </Text>
            </>
          ),
        },
        {
          key: 'when',
          header: 'When',
          cell: (row) => <span style={{ overflowWrap: 'anywhere' }}>{conditionWords(row)}</span>,
        },
        {
          key: 'used',
          header: 'Last used',
          nowrap: true,
          cell: (row) => <Freshness at={row.lastUsedAt} now={now} />,
        },
        {
          key: 'made',
          header: 'Added',
          visibleFrom: 'lg',
          cell: ({ createdAt, createdBy }) => (
            <>
              <Freshness at={createdAt} now={now} show="day" />
              <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                by {createdBy}
              </Text>
            </>
          ),
        },
        {
          key: 'do',
          header: <VisuallyHidden>Actions</VisuallyHidden>,
          align: 'end',
          nowrap: true,
          cell: (row) => (
            <>
              <TextLink
                href={`/settings/pipelines?rule=${row.id}#step`}
                size="xs"
                aria-label={`Its job: ${row.source}, ${TRUST_NAME[row.kind]} ${row.repositoryId}`}
              >
                Its job
              </TextLink>{' '}
              <ConfirmButton
                action={removeRuleAction}
                fields={{ id: row.id }}
                label="Remove"
                describedAs={`Remove the trust in ${TRUST_NAME[row.kind]} ${row.repositoryId} for ${row.source}`}
                question={`What this pipeline sends to ${row.source} next is refused. What it sent stays.`}
              />
            </>
          ),
        },
      ]}
    />
  )
}
