import { Code, Divider, VisuallyHidden } from '@mantine/core'
import { ConfirmButton } from '#app/_ui/confirm-button.tsx'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { Section } from '#app/_ui/section.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import type { TokenRow } from '#lib/queries/list-tokens.ts'
import { revokeTokenAction } from './revoke-token.ts'
import { TokenForm } from './token-form.tsx'

/** Who may send: tokens, made once, listed without their text, revoked at once. */
export function TokensSection({ tokens, sources, now }: { tokens: TokenRow[]; sources: string[]; now: Date }) {
  const works = ({ revokedAt, expiresAt }: TokenRow) => !revokedAt && expiresAt > now
  return (
    <Section
      id="tokens"
      title="Tokens"
      description="For pipelines and other machines. A token is shown once, when it is made; its hash is all that is kept."
    >
      <TokenForm sources={sources} />
      <Divider my="md" />
      <DataTable
        caption="Tokens"
        rows={tokens}
        rowKey={(row) => row.id}
        empty={<EmptyState title="No token yet">A pipeline needs one to send its results.</EmptyState>}
        columns={[
          { key: 'name', header: 'Name', isRowHeader: true, wide: true, cell: (row) => row.name },
          { key: 'hint', header: 'Token', nowrap: true, cell: (row) => <Code>{row.hint}</Code> },
          {
            key: 'kind',
            header: 'May',
            nowrap: true,
            cell: (row) => (row.kind === 'ingest' ? `send for ${row.source ?? 'a removed source'}` : row.kind),
          },
          {
            key: 'state',
            header: 'State',
            nowrap: true,
            cell: (row) => {
              if (row.revokedAt) return <ToneBadge tone="muted">revoked</ToneBadge>
              return works(row) ? <ToneBadge tone="good">works</ToneBadge> : <ToneBadge tone="bad">expired</ToneBadge>
            },
          },
          { key: 'made', header: 'Made', nowrap: true, cell: (row) => <Freshness at={row.createdAt} now={now} /> },
          {
            key: 'used',
            header: 'Last used',
            nowrap: true,
            cell: (row) => <Freshness at={row.lastUsedAt} now={now} />,
          },
          {
            key: 'ends',
            header: 'Expires',
            nowrap: true,
            cell: (row) => <Freshness at={row.expiresAt} now={now} show="day" />,
          },
          {
            key: 'do',
            header: <VisuallyHidden>Action</VisuallyHidden>,
            align: 'end',
            cell: (row) =>
              works(row) && (
                <ConfirmButton
                  action={revokeTokenAction}
                  fields={{ id: row.id }}
                  label="Revoke"
                  describedAs={`Revoke ${row.name}`}
                  question={`"${row.name}" stops working at once and cannot be brought back.`}
                />
              ),
          },
        ]}
      />
    </Section>
  )
}
