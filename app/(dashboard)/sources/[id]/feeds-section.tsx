import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { FeedFreshnessBadge } from '#app/_ui/feed-freshness-badge.tsx'
import { FeedMarks } from '#app/_ui/feed-marks.tsx'
import { formatNumber } from '#app/_ui/format-number.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import { Section } from '#app/_ui/section.tsx'
import type { SourceFeed, SourceRow } from '#lib/queries/list-sources.ts'

const COUNTS = ['listed', 'parsed', 'rejected', 'ignored', 'stored', 'opened', 'closed'] as const

/** Each stream of complete snapshots inside the source, with its own completeness and its latest scan. */
export function FeedsSection({ source, now }: { source: SourceRow; now: Date }) {
  return (
    <Section
      id="feeds"
      title="Feeds"
      description="Completeness and freshness belong to each feed by itself. Counts are of its latest stored scan."
      flush
    >
      <DataTable
        caption={`Feeds of ${source.name}`}
        rows={source.feeds}
        rowKey={(feed) => feed.feedId}
        empty={<EmptyState title="No feed yet">The source exists, and nothing has been read from it.</EmptyState>}
        columns={[
          {
            key: 'feed',
            header: 'Feed',
            isRowHeader: true,
            cell: ({ kind, category }) => (category ? `${kind}, ${category}` : kind),
          },
          {
            key: 'state',
            header: 'State',
            cell: (feed) => (
              <>
                <FeedFreshnessBadge freshness={feed.freshness} /> <FeedMarks feeds={[feed]} />
              </>
            ),
          },
          {
            key: 'complete',
            header: 'Last complete scan',
            nowrap: true,
            cell: (feed) => <Freshness at={feed.lastCompleteAt} now={now} show="both" />,
          },
          {
            key: 'scan',
            header: 'Last scan',
            nowrap: true,
            cell: (feed) => <Freshness at={feed.lastScanAt} now={now} />,
          },
          {
            key: 'every',
            header: 'Expected',
            nowrap: true,
            cell: ({ expectedEverySeconds }) =>
              source.kind === 'pipeline' ? 'when it runs' : `every ${interval(expectedEverySeconds)}`,
          },
          ...COUNTS.map((count) => ({
            key: count,
            header: count,
            align: 'end' as const,
            cell: ({ last }: SourceFeed) => (last ? formatNumber(last[count]) : ''),
          })),
        ]}
      />
    </Section>
  )
}

function interval(seconds: number): string {
  if (seconds % 86_400 === 0) return seconds === 86_400 ? 'day' : `${seconds / 86_400} days`
  if (seconds % 3_600 === 0) return seconds === 3_600 ? 'hour' : `${seconds / 3_600} hours`
  return `${Math.round(seconds / 60)} minutes`
}
