import { Text } from '@mantine/core'
import { DataTable } from '#app/_ui/data-table.tsx'
import { FeedFreshnessBadge } from '#app/_ui/feed-freshness-badge.tsx'
import { FeedMarks } from '#app/_ui/feed-marks.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import type { SourceRow } from '#lib/queries/list-sources.ts'

const SHOWN = 10

/** How current each source is, the quietest first: what a silent source has not told is unknown. */
export function SourcesSection({ sources, now }: { sources: SourceRow[]; now: Date }) {
  const shown = sources.slice(0, SHOWN)
  return (
    <Section
      id="freshness"
      title="Freshness"
      flush
      description={
        sources.length > SHOWN ? (
          <>
            The {SHOWN} quietest of <TextLink href="/sources">{sources.length} sources</TextLink>.
          </>
        ) : (
          'Every source, the quietest first.'
        )
      }
    >
      <DataTable
        caption="Freshness of sources"
        rows={shown}
        rowKey={(row) => row.id}
        empty={null}
        columns={[
          {
            key: 'source',
            header: 'Source',
            isRowHeader: true,
            cell: (row) => (
              <>
                <TextLink href={`/sources/${row.id}`} fw={550} style={{ overflowWrap: 'anywhere' }}>
                  {row.name}
                </TextLink>
                <Text size="xs" c="dimmed">
                  {row.kind}, {row.environment}
                </Text>
              </>
            ),
          },
          {
            key: 'state',
            header: 'State',
            cell: (row) => (
              <>
                <FeedFreshnessBadge freshness={row.freshness} /> <FeedMarks feeds={row.feeds} />
                <Text size="xs" c="dimmed">
                  complete <Freshness at={row.lastCompleteAt} now={now} />
                </Text>
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}
