import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { type Column, DataTable } from '#app/_ui/data-table.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { formatNumber } from '#app/_ui/format-number.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { ModeBadge } from '#app/_ui/mode-badge.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { SeverityBadge } from '#app/_ui/severity-badge.tsx'
import { ShareBar } from '#app/_ui/share-bar.tsx'
import { checkText } from '#lib/domain/check-text.ts'
import type { CheckRow } from '#lib/queries/list-checks.ts'
import styles from './policies-table.module.css'

const COLUMNS: Column<CheckRow>[] = [
  { key: 'policy', header: 'Policy', isRowHeader: true, wide: true, cell: (row) => <Name row={row} /> },
  { key: 'severity', header: 'Severity', cell: ({ severity }) => <SeverityBadge severity={severity} /> },
  { key: 'mode', header: 'Mode', cell: (row) => <Modes row={row} /> },
  { key: 'sources', header: 'Runs in', cell: (row) => <Sources row={row} /> },
  { key: 'open', header: 'Open', align: 'end', cell: (row) => <Open row={row} /> },
  { key: 'passing', header: 'Passing', cell: (row) => <Passing row={row} /> },
  {
    key: 'controls',
    header: 'Controls',
    align: 'end',
    cell: ({ id, controls }) =>
      controls > 0 ? (
        <TextLink href={`/policies/${id}#controls`} aria-label={`${controls} controls it speaks for`}>
          {formatNumber(controls)}
        </TextLink>
      ) : (
        'none'
      ),
  },
]

export function PoliciesTable({ rows, empty }: { rows: readonly CheckRow[]; empty: ReactNode }) {
  return <DataTable caption="Policies" columns={COLUMNS} rows={rows} rowKey={({ id }) => id} empty={empty} />
}

function Name({ row }: { row: CheckRow }) {
  return (
    <div className={styles.cell}>
      <TextLink href={`/policies/${row.id}`} fw={550}>
        {row.title ?? (row.rule ? `${row.policy}: ${row.rule}` : row.policy)}
      </TextLink>
      <div className={styles.dim}>{checkText(row)}</div>
    </div>
  )
}

function Modes({ row: { modes, sources } }: { row: CheckRow }) {
  if (!modes.length)
    return (
      <Text span size="xs" c="dimmed" title="No source states whether it blocks anything">
        not stated
      </Text>
    )
  const isSplit = modes.length > 1 || (modes[0]?.sources ?? 0) < sources.length
  return (
    <div className={styles.marks}>
      {modes.map(({ mode, sources: count }) => (
        <ModeBadge key={mode} mode={mode}>
          {isSplit ? `in ${count}` : ''}
        </ModeBadge>
      ))}
    </div>
  )
}

function Sources({ row: { sources } }: { row: CheckRow }) {
  const [first, ...others] = sources
  if (!first) return null
  return (
    <span className={styles.cell} title={sources.join(', ')}>
      {first}
      {others.length > 0 && <span className={styles.dim}> and {others.length} more</span>}
    </span>
  )
}

function Open({ row }: { row: CheckRow }) {
  return (
    <>
      <NumberLink
        value={row.open}
        href={findingsHref({ check: checkText(row) })}
        label={`open findings of ${checkText(row)}`}
      />
      {row.total !== null && row.listed !== null && row.total > row.listed && (
        <div className={styles.dim}>
          {formatNumber(row.listed)} of {formatNumber(row.total)} listed
        </div>
      )}
    </>
  )
}

function Passing({ row: { pass, judged } }: { row: CheckRow }) {
  if (!pass || !judged)
    return (
      <Text span size="xs" c="dimmed">
        {judged ? 'no pass reported' : 'no result yet'}
      </Text>
    )
  return (
    <ShareBar numerator={pass} denominator={judged} tone="good">
      {formatNumber(pass)} of {formatNumber(judged)}
    </ShareBar>
  )
}
