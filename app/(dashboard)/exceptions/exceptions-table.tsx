import { Anchor, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { type Column, DataTable } from '#app/_ui/data-table.tsx'
import { formatNumber } from '#app/_ui/format-number.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import { httpHref } from '#app/_ui/http-href.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import { FindingFilter } from '#lib/domain/finding-filter.ts'
import type { ExceptionRow } from '#lib/queries/list-exceptions.ts'
import { findingsPageHref } from '../findings/findings-page-href.ts'
import { KIND_WORDS, MARK_WORDS, rowMarks } from './exception-words.ts'
import styles from './exceptions-table.module.css'

type Props = { rows: readonly ExceptionRow[]; now: Date; empty: ReactNode }

export function ExceptionsTable({ rows, now, empty }: Props) {
  const columns: Column<ExceptionRow>[] = [
    {
      key: 'name',
      header: 'Exception',
      isRowHeader: true,
      wide: true,
      width: '26%',
      cell: (row) => <Name row={row} />,
    },
    { key: 'scope', header: 'Lets through', width: '24%', cell: (row) => <Scope row={row} /> },
    { key: 'why', header: 'Reason and approval', cell: (row) => <Why row={row} /> },
    { key: 'expires', header: 'Expires', nowrap: true, width: '7.5rem', cell: (row) => <Expiry row={row} now={now} /> },
    { key: 'age', header: 'Age', nowrap: true, width: '6.5rem', cell: (row) => <Age row={row} now={now} /> },
    { key: 'covers', header: 'Covers', align: 'end', width: '4.5rem', cell: (row) => <Covers row={row} /> },
  ]
  return (
    <DataTable
      caption="Exceptions"
      columns={columns}
      rows={rows}
      rowKey={({ sourceId, id }) => `${sourceId} ${id}`}
      empty={empty}
    />
  )
}

function Name({ row }: { row: ExceptionRow }) {
  return (
    <div className={styles.cell}>
      <div className={styles.name}>{fullName(row) || 'Excepted, and no exception named'}</div>
      <div className={styles.dim}>
        {KIND_WORDS[row.kind]} · <TextLink href={`/sources/${row.sourceId}`}>{row.source}</TextLink>
      </div>
      <div className={styles.marks}>
        {row.goneAt && (
          <ToneBadge tone="muted" title="Its source does not state it any more">
            {row.covered > 0 ? 'gone, still honoured' : 'gone'}
          </ToneBadge>
        )}
        {rowMarks(row.marks).map((mark) => (
          <ToneBadge key={mark} tone={MARK_WORDS[mark].tone} title={MARK_WORDS[mark].title}>
            {MARK_WORDS[mark].row}
          </ToneBadge>
        ))}
      </div>
    </div>
  )
}

const fullName = ({ namespace, name }: ExceptionRow): string => (namespace ? `${namespace}/${name}` : name)

function Scope({ row }: { row: ExceptionRow }) {
  return (
    <div className={styles.cell}>
      {row.scope && <div>{row.scope}</div>}
      <div className={styles.dim}>{row.checks.slice(0, 4).join(', ')}</div>
      {row.checks.length > 4 && (
        <details className={styles.dim}>
          <summary>{row.checks.length - 4} more checks</summary>
          {row.checks.slice(4).join(', ')}
        </details>
      )}
    </div>
  )
}

function Why({ row }: { row: ExceptionRow }) {
  const ticket = httpHref(row.ticket)
  const unknown = row.kind === 'named' ? 'unknown: no source states it' : undefined
  return (
    <div className={styles.cell}>
      {row.reason ?? (
        <Text span c="dimmed" inherit>
          {unknown ?? 'no reason given'}
        </Text>
      )}
      {!unknown && (
        <div className={styles.dim}>
          {row.approver ? `approved by ${row.approver}` : 'no approver named'}
          {row.requester && `, asked for by ${row.requester}`}
        </div>
      )}
      {row.ticket && (
        <div className={styles.dim}>
          {ticket ? (
            <Anchor href={ticket} rel="noreferrer noopener" target="_blank">
              {row.ticket}
            </Anchor>
          ) : (
            row.ticket
          )}
        </div>
      )}
    </div>
  )
}

function Expiry({ row, now }: { row: ExceptionRow; now: Date }) {
  if (!row.expiresAt)
    return (
      <Text span c="dimmed" inherit>
        {row.kind === 'named' ? 'unknown' : 'never'}
      </Text>
    )
  return (
    <>
      <Freshness at={row.expiresAt} now={now} show="day" />
      <div className={styles.dim}>
        <Freshness at={row.expiresAt} now={now} />
      </div>
    </>
  )
}

function Age({ row, now }: { row: ExceptionRow; now: Date }) {
  return (
    <>
      <Freshness at={row.createdAt ?? row.firstSeenAt} now={now} />
      <div className={styles.dim}>{row.createdAt ? 'made' : 'first seen'}</div>
    </>
  )
}

/** The results an exception covers: one name leads to them, several names are counted and not linked. */
function Covers({ row }: { row: ExceptionRow }) {
  const [name, ...others] = row.names
  if (!name || others.length > 0) return formatNumber(row.covered)
  return (
    <NumberLink
      value={row.covered}
      href={findingsPageHref(FindingFilter.parse({ state: 'excepted', source: row.source, exception: name }))}
      label={`results covered by ${fullName(row)}`}
    />
  )
}
