import { Anchor, Group, Text } from '@mantine/core'
import { type Column, DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { formatBytes, formatNumber } from '#app/_ui/format-number.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { utcDay } from '#app/_ui/relative-time.ts'
import type { BundleRow } from '#lib/queries/bundle-row.ts'
import { BundleState } from './bundle-state.tsx'
import styles from './bundles-table.module.css'
import { VerifyButton } from './verify-button.tsx'

const DAY_MS = 86_400_000

type Props = { bundles: readonly BundleRow[]; now: Date; mayMake: boolean }

export function BundlesTable({ bundles, now, mayMake }: Props) {
  const columns: Column<BundleRow>[] = [
    {
      key: 'bundle',
      header: 'Bundle',
      isRowHeader: true,
      width: '15rem',
      cell: (row) => (
        <>
          <div className={styles.name}>
            {row.sequence}. {periodWords(row)}
          </div>
          {row.audit && <TextLink href={`/audits/${row.audit.id}`}>{row.audit.name}</TextLink>}
          <div className={styles.dim}>
            {row.kind}, asked for by {row.requestedBy}
          </div>
          <div className={styles.dim}>
            <Freshness at={row.requestedAt} now={now} show="both" />
          </div>
          <div className={styles.narrow}>
            <BundleState bundle={row} now={now} />
            <Actions bundle={row} />
          </div>
        </>
      ),
    },
    {
      key: 'state',
      header: 'State',
      wide: true,
      visibleFrom: 'sm',
      cell: (row) => <BundleState bundle={row} now={now} />,
    },
    {
      key: 'files',
      header: 'Files',
      visibleFrom: 'sm',
      align: 'end',
      nowrap: true,
      width: '6rem',
      cell: (row) =>
        row.files === null ? (
          '–'
        ) : (
          <>
            {formatNumber(row.files)}
            <div className={styles.dim}>{row.bytes !== null && formatBytes(row.bytes)}</div>
          </>
        ),
    },
    {
      key: 'manifest',
      header: 'SHA-256 of the manifest',
      visibleFrom: 'sm',
      width: '15rem',
      cell: (row) => (row.manifestSha256 ? <code className={styles.hash}>{row.manifestSha256}</code> : '–'),
    },
    { key: 'do', header: 'Take it', visibleFrom: 'sm', width: '13rem', cell: (row) => <Actions bundle={row} /> },
  ]
  return (
    <DataTable
      caption="Bundles, newest first"
      columns={columns}
      rows={bundles}
      rowKey={({ id }) => id}
      empty={
        <EmptyState title="No bundle has been made yet">
          {mayMake
            ? 'Choose a period above. The last whole month is a good first one.'
            : 'Ask the compliance officer who made the audit for its bundle.'}
        </EmptyState>
      }
    />
  )
}

/** The last day of a period is the one before its end. */
function periodWords({ kind, periodStart, periodEnd }: BundleRow): string {
  const first = utcDay(periodStart)
  if (kind === 'monthly') return first.slice(0, 7)
  const last = utcDay(new Date(periodEnd.getTime() - DAY_MS))
  return first === last ? first : `${first} to ${last}`
}

function Actions({ bundle: { id, sequence, state } }: { bundle: BundleRow }) {
  if (state !== 'complete' && state !== 'partial')
    return (
      <Text span c="dimmed" inherit>
        {state === 'failed' ? 'Nothing was kept of it' : 'When it is made'}
      </Text>
    )
  return (
    <div className="no-print">
      <Group gap="sm" mb={6}>
        <Anchor href={`/api/v1/bundles/${id}/download`} aria-label={`Download bundle ${sequence}`}>
          Download
        </Anchor>
        <Anchor href={`/api/v1/bundles/${id}/manifest`} target="_blank" aria-label={`Manifest of bundle ${sequence}`}>
          Manifest
        </Anchor>
      </Group>
      <VerifyButton id={id} sequence={sequence} />
    </div>
  )
}
