import { Text } from '@mantine/core'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import type { AuditLogRow } from '#lib/queries/list-audit-log.ts'
import styles from './audit-log-table.module.css'
import { describeDetail } from './describe-detail.ts'
import { objectHref } from './object-href.ts'

type Props = { rows: AuditLogRow[]; now: Date; isFiltered: boolean }

/** The rows as they are. What others wrote stands here as text and as nothing else. */
export function AuditLogTable({ rows, now, isFiltered }: Props) {
  return (
    <DataTable
      caption="Audit log"
      rows={rows}
      rowKey={(row) => row.sequence}
      empty={
        isFiltered ? (
          <EmptyState title="No row fits this filter">
            <TextLink href="/settings/audit-log">Show the whole log</TextLink>
          </EmptyState>
        ) : (
          <EmptyState title="No row yet">What people and machines do appears here.</EmptyState>
        )
      }
      columns={[
        { key: 'n', header: 'Row', align: 'end', visibleFrom: 'lg', cell: (row) => row.sequence },
        { key: 'at', header: 'When', nowrap: true, cell: (row) => <Freshness at={row.at} now={now} /> },
        {
          key: 'who',
          header: 'Who',
          cell: (row) => (
            <>
              <span className={styles.text}>{row.actor}</span>{' '}
              {row.actorKind !== 'user' && <ToneBadge tone="muted">{row.actorKind}</ToneBadge>}
              {row.address && (
                <Text size="xs" c="dimmed" className={styles.text}>
                  from {row.address}
                </Text>
              )}
            </>
          ),
        },
        { key: 'what', header: 'What', isRowHeader: true, nowrap: true, cell: (row) => row.action },
        {
          key: 'object',
          header: 'To what',
          cell: ({ object }) => {
            const href = objectHref(object)
            return <span className={styles.text}>{href ? <TextLink href={href}>{object}</TextLink> : object}</span>
          },
        },
        {
          key: 'detail',
          header: 'Detail',
          wide: true,
          cell: (row) => (
            <ul className={styles.detail}>
              {describeDetail(row.detail).map(([name, value]) => (
                <li key={name}>
                  <span className={styles.name}>{name}</span> {value}
                </li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  )
}
