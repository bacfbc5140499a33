import { Text } from '@mantine/core'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { FeedFreshnessBadge } from '#app/_ui/feed-freshness-badge.tsx'
import { FeedMarks } from '#app/_ui/feed-marks.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { formatNumber } from '#app/_ui/format-number.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import type { Href } from '#app/_ui/href.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import type { SourceFeed, SourceRow } from '#lib/queries/list-sources.ts'

const COUNTS = ['listed', 'parsed', 'rejected', 'ignored', 'stored'] as const
type Count = (typeof COUNTS)[number] | 'opened' | 'closed'

const latest = (feeds: SourceFeed[], count: Count): number =>
  feeds.reduce((sum, { last }) => sum + (last?.[count] ?? 0), 0)

/** A source that is seen in part shows no counts: they are of everything in it. */
const hasCounts = (feeds: SourceFeed[]): boolean => !feeds.length || feeds.some(({ last }) => last)

/** The scan whose rejected entries the number counts; of several, the first. */
function rejectedHref(id: number, feeds: SourceFeed[]): Href {
  const scanId = feeds.find(({ last }) => last && last.rejected > 0)?.last?.scanId
  return scanId ? `/sources/${id}?scan=${scanId}#rejected` : `/sources/${id}`
}

/** Every source with what its latest scans came to. */
export function SourcesTable({ sources, now, isFiltered }: { sources: SourceRow[]; now: Date; isFiltered: boolean }) {
  return (
    <DataTable
      caption="Sources"
      rows={sources}
      rowKey={(row) => row.id}
      empty={
        isFiltered ? (
          <EmptyState title="No source matches">
            <TextLink href="/sources">Show all sources</TextLink>
          </EmptyState>
        ) : (
          <EmptyState title="No source yet">Add the first one in one of the ways below.</EmptyState>
        )
      }
      columns={[
        {
          key: 'source',
          header: 'Source',
          isRowHeader: true,
          wide: true,
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
              {row.status === 'degraded' && (
                <Text size="xs" c="var(--tone-bad)" maw="18rem">
                  {row.statusReason ?? 'The last reading failed in part.'}
                </Text>
              )}
            </>
          ),
        },
        {
          key: 'last',
          header: 'Last complete',
          nowrap: true,
          cell: (row) => <Freshness at={row.lastCompleteAt} now={now} />,
        },
        {
          key: 'open',
          header: 'Open',
          align: 'end',
          cell: (row) => (
            <NumberLink
              value={row.open}
              href={findingsHref({ source: row.name })}
              label={`open findings of ${row.name}`}
            />
          ),
        },
        {
          key: 'subjects',
          header: 'Subjects',
          align: 'end',
          visibleFrom: 'sm',
          cell: (row) => formatNumber(row.subjects),
        },
        ...COUNTS.map((count) => ({
          key: count,
          header: `${count[0]?.toUpperCase()}${count.slice(1)}`,
          align: 'end' as const,
          cell: ({ id, name, feeds }: SourceRow) =>
            !hasCounts(feeds) ? (
              '–'
            ) : count === 'rejected' ? (
              <NumberLink
                value={latest(feeds, count)}
                href={rejectedHref(id, feeds)}
                label={`rejected entries of ${name}`}
              />
            ) : (
              formatNumber(latest(feeds, count))
            ),
        })),
        {
          key: 'moved',
          header: 'Opened, closed',
          align: 'end',
          nowrap: true,
          cell: ({ feeds }) =>
            hasCounts(feeds)
              ? `+${formatNumber(latest(feeds, 'opened'))} −${formatNumber(latest(feeds, 'closed'))}`
              : '–',
        },
      ]}
    />
  )
}
