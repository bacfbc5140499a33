import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { CLOSE_REASON_WORDS } from '#app/_ui/closing-words.ts'
import { type Column, DataTable } from '#app/_ui/data-table.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { SeverityBadge } from '#app/_ui/severity-badge.tsx'
import { StatusBadge } from '#app/_ui/status-badge.tsx'
import { checkText } from '#lib/domain/check-text.ts'
import type { FindingFilter } from '#lib/domain/finding-filter.ts'
import { findingKeyText } from '#lib/domain/finding-key.ts'
import type { FindingRow } from '#lib/queries/list-findings.ts'
import styles from './findings-table.module.css'

type Props = { rows: readonly FindingRow[]; filter: FindingFilter; now: Date; empty: ReactNode }

export function FindingsTable({ rows, filter, now, empty }: Props) {
  const columns: Column<FindingRow>[] = [
    {
      key: 'severity',
      header: 'Severity',
      visibleFrom: 'sm',
      width: '6.5rem',
      cell: (row) => (
        <div className={styles.badges}>
          <SeverityBadge severity={row.severity} />
          <Status row={row} filter={filter} />
        </div>
      ),
    },
    {
      key: 'finding',
      header: 'Finding',
      isRowHeader: true,
      wide: true,
      cell: (row) => <What row={row} filter={filter} now={now} />,
    },
    {
      key: 'subject',
      header: 'Subject',
      visibleFrom: 'sm',
      width: '27%',
      cell: (row) => <Subject row={row} />,
    },
    {
      key: 'when',
      header: WHEN_HEADER[filter.state],
      nowrap: true,
      visibleFrom: 'sm',
      width: '8rem',
      cell: (row) => <When row={row} now={now} />,
    },
  ]
  return <DataTable caption="Findings" columns={columns} rows={rows} rowKey={rowKey} empty={empty} />
}

const rowKey = (row: FindingRow): string => `${findingKeyText(row)}.${row.episode}`

const WHEN_HEADER: Record<FindingFilter['state'], string> = {
  open: 'Opened',
  closed: 'Closed',
  excepted: 'Excepted since',
  any: 'When',
}

/** Only what the list's own state does not say already. */
function Status({ row, filter }: { row: FindingRow; filter: FindingFilter }) {
  if (row.closedAt && filter.state === 'any') return <StatusBadge status="closed" />
  return row.status && row.status !== 'fail' ? <StatusBadge status={row.status} /> : null
}

function What({ row, filter, now }: { row: FindingRow; filter: FindingFilter; now: Date }) {
  return (
    <div className={styles.what}>
      <div className={styles.narrow}>
        <div className={styles.line}>
          <SeverityBadge severity={row.severity} />
          <Status row={row} filter={filter} />
          <span className={styles.time}>
            <When row={row} now={now} />
          </span>
        </div>
      </div>
      <TextLink href={`/findings/${findingKeyText(row)}`} fw={550}>
        {row.title ?? row.policy}
      </TextLink>
      {row.message && row.message !== row.title && <div className={styles.message}>{row.message}</div>}
      <div className={styles.check}>
        {checkText(row)}
        {row.part && ` · ${row.part}`}
      </div>
      {row.exceptions.length > 0 && <div className={styles.check}>exception: {row.exceptions.join(', ')}</div>}
      <div className={styles.narrow}>
        <Subject row={row} />
      </div>
    </div>
  )
}

function Subject({ row }: { row: FindingRow }) {
  return (
    <div className={styles.what}>
      <div className={styles.name}>{row.name ?? row.subject}</div>
      <div className={styles.check}>{[row.kind, row.namespace].filter(Boolean).join(' · ')}</div>
      <div className={styles.check}>
        {row.source} · {row.team ?? 'no team'}
      </div>
    </div>
  )
}

function When({ row, now }: { row: FindingRow; now: Date }) {
  if (row.closedAt)
    return (
      <>
        <Freshness at={row.closedAt} now={now} />
        <Text size="xs" c="dimmed">
          {row.closeReason && CLOSE_REASON_WORDS[row.closeReason]}
        </Text>
      </>
    )
  const isOverdue = row.dueAt !== null && row.dueAt < now
  return (
    <>
      <Freshness at={row.openedAt} now={now} />
      {row.dueAt && (
        <Text size="xs" c={isOverdue ? 'var(--tone-bad)' : 'dimmed'} fw={isOverdue ? 550 : 400}>
          {isOverdue ? 'was due' : 'due'} <Freshness at={row.dueAt} now={now} />
        </Text>
      )}
    </>
  )
}
