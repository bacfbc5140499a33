import { Text } from '@mantine/core'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import type { SourceExemption } from '#lib/queries/list-exemptions.ts'

/** What nobody looks at here, because a policy, a configuration or a label says so. */
export function ExemptionsSection({ exemptions, limit }: { exemptions: readonly SourceExemption[]; limit: number }) {
  return (
    <Section
      id="not-watched"
      title="Not watched on purpose"
      description={`What policies leave out never fails and never passes.${exemptions.length === limit ? ` The first ${limit}.` : ''}`}
      flush
    >
      <DataTable
        caption="What is left out"
        rows={exemptions}
        rowKey={({ engine, policy, by, what }) => `${engine} ${policy} ${by} ${what}`}
        empty={<EmptyState title="Nothing is left out">No policy of this source names an exemption.</EmptyState>}
        columns={[
          { key: 'what', header: 'Left out', isRowHeader: true, wide: true, cell: ({ what }) => what },
          {
            key: 'policy',
            header: 'Of',
            cell: ({ engine, policy, checkId }) => (
              <>
                {checkId ? <TextLink href={`/policies/${checkId}`}>{policy}</TextLink> : policy}
                <Text size="xs" c="dimmed">
                  {engine}
                </Text>
              </>
            ),
          },
          { key: 'by', header: 'Said by', cell: ({ by }) => by },
        ]}
      />
    </Section>
  )
}
