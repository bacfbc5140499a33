import { Text, VisuallyHidden } from '@mantine/core'
import { ConfirmButton } from '#app/_ui/confirm-button.tsx'
import { type Column, DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import { isUsable, tokenState } from '#lib/domain/token-state.ts'
import type { LimitOptions } from '#lib/queries/list-limit-options.ts'
import type { TokenRow } from '#lib/queries/list-tokens.ts'
import { revokeTokenAction } from './token-actions.ts'
import { STATE_LOOK, tokenWords } from './token-words.ts'

type Props = { tokens: TokenRow[]; names: LimitOptions; now: Date; isFiltered: boolean }

/** Tokens with what each may do, whether it works, and who used it last. */
export function TokensTable({ tokens, names, now, isFiltered }: Props) {
  const columns: Column<TokenRow>[] = [
    {
      key: 'name',
      header: 'Token',
      isRowHeader: true,
      wide: true,
      cell: (row) => (
        <>
          <Text component="span" size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {row.name}
          </Text>
          <Text size="xs" c="dimmed" ff="monospace">
            {row.hint}
          </Text>
        </>
      ),
    },
    { key: 'may', header: 'May', wide: true, cell: (row) => tokenWords(row, names) },
    {
      key: 'state',
      header: 'State',
      nowrap: true,
      cell: (row) => {
        const { word, tone } = STATE_LOOK[tokenState(row, now)]
        return <ToneBadge tone={tone}>{word}</ToneBadge>
      },
    },
    {
      key: 'ends',
      header: 'Ends',
      nowrap: true,
      cell: ({ revokedAt, expiresAt }) => <Freshness at={revokedAt ?? expiresAt} now={now} show="day" />,
    },
    {
      key: 'used',
      header: 'Last used',
      nowrap: true,
      cell: ({ lastUsedAt, lastUsedFrom }) => (
        <>
          <Freshness at={lastUsedAt} now={now} />
          {lastUsedFrom && (
            <Text size="xs" c="dimmed">
              from {lastUsedFrom}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'made',
      header: 'Made',
      visibleFrom: 'lg',
      cell: ({ createdAt, createdBy }) => (
        <>
          <Text component="span" size="sm" style={{ whiteSpace: 'nowrap' }}>
            <Freshness at={createdAt} now={now} show="day" />
          </Text>
          {createdBy && (
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              by {createdBy}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'do',
      header: <VisuallyHidden>Action</VisuallyHidden>,
      align: 'end',
      cell: (row) =>
        isUsable(tokenState(row, now)) && (
          <ConfirmButton
            action={revokeTokenAction}
            fields={{ id: row.id }}
            label="Revoke"
            describedAs={`Revoke ${row.name}`}
            question={`"${row.name}" stops working at once and cannot be brought back.`}
          />
        ),
    },
  ]
  return (
    <DataTable
      caption="Tokens"
      rows={tokens}
      rowKey={(row) => row.id}
      empty={
        isFiltered ? (
          <EmptyState title="No token matches">Take a filter off.</EmptyState>
        ) : (
          <EmptyState title="No token yet">Make one below for a pipeline, a GRC tool or Prometheus.</EmptyState>
        )
      }
      columns={columns}
    />
  )
}
