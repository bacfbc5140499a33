import { Text } from '@mantine/core'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { formatNumber } from '#app/_ui/format-number.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { Pager } from '#app/_ui/pager.tsx'
import { Section } from '#app/_ui/section.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import type { ScanRow } from '#lib/queries/list-scans.ts'

type Props = {
  sourceId: number
  scans: ScanRow[]
  selected: string | undefined
  isFirstPage: boolean
  /** Cursor of the next page. */
  next: string | undefined
  now: Date
}

const COUNTS = ['listed', 'parsed', 'rejected', 'ignored', 'stored', 'opened', 'closed', 'rowsWritten'] as const
const HEADERS: Partial<Record<(typeof COUNTS)[number], string>> = { rowsWritten: 'rows written' }

/** Every reading of the source, newest first. */
export function ScansSection({ sourceId, scans, selected, isFirstPage, next, now }: Props) {
  const page = `/sources/${sourceId}` as const
  return (
    <Section
      id="scans"
      title="Scans"
      description="Each reading, whole or not. An unchanged one writes its own row alone."
      flush
    >
      <DataTable
        caption="Scans, newest first"
        rows={scans}
        rowKey={(row) => row.scanId}
        empty={<EmptyState title="No scan yet" />}
        columns={[
          {
            key: 'at',
            header: 'Observed',
            isRowHeader: true,
            nowrap: true,
            cell: (row) => (
              <TextLink
                href={`${page}?scan=${row.scanId}#scan`}
                fw={row.scanId === selected ? 650 : 450}
                {...(row.scanId === selected && { 'aria-current': 'page' })}
              >
                <Freshness at={row.observedAt} now={now} show="absolute" />
              </TextLink>
            ),
          },
          {
            key: 'feed',
            header: 'Feed',
            nowrap: true,
            cell: ({ feedKind, category }) => (category ? `${feedKind}, ${category}` : feedKind),
          },
          {
            key: 'state',
            header: 'State',
            cell: (row) => (
              <>
                {row.status === 'superseded' ? (
                  <ToneBadge tone="muted" title="Older than what its feed already held: kept, and nothing moved">
                    superseded
                  </ToneBadge>
                ) : (
                  <ToneBadge tone={row.complete ? 'good' : 'caution'}>
                    {row.complete ? 'complete' : 'partial'}
                  </ToneBadge>
                )}
                {row.reason && (
                  <Text size="xs" c="dimmed" maw="20rem">
                    {row.reason}
                  </Text>
                )}
              </>
            ),
          },
          ...COUNTS.map((count) => ({
            key: count,
            header: HEADERS[count] ?? count,
            align: 'end' as const,
            cell: (row: ScanRow) => formatNumber(row[count]),
          })),
        ]}
      />
      <div style={{ padding: '0 1rem 0.5rem' }}>
        <Pager
          first={isFirstPage ? undefined : `${page}#scans`}
          next={next ? `${page}?before=${next}#scans` : undefined}
        />
      </div>
    </Section>
  )
}
