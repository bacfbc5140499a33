import { Text, VisuallyHidden } from '@mantine/core'
import { ConfirmButton } from '#app/_ui/confirm-button.tsx'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import type { IdentityProviderRow } from '#lib/queries/list-identity-providers.ts'
import { removeProvider, switchProvider } from './provider-actions.ts'

export function ProvidersTable({ providers }: { providers: IdentityProviderRow[] }) {
  return (
    <DataTable
      caption="Identity providers"
      rows={providers}
      rowKey={(row) => row.id}
      empty={
        <EmptyState title="No provider yet">
          People sign in with a password or a one-time link. Add a provider below to let them in through yours.
        </EmptyState>
      }
      columns={[
        {
          key: 'name',
          header: 'Provider',
          isRowHeader: true,
          wide: true,
          cell: (row) => (
            <>
              <TextLink href={`/settings/sign-in/${row.id}`} fw={600}>
                {row.name}
              </TextLink>
              <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {row.issuer}
              </Text>
            </>
          ),
        },
        {
          key: 'state',
          header: 'State',
          nowrap: true,
          cell: ({ disabledAt, rules }) => {
            if (disabledAt) return <ToneBadge tone="muted">switched off</ToneBadge>
            return rules.length ? (
              <ToneBadge tone="good">on</ToneBadge>
            ) : (
              <ToneBadge tone="caution">lets nobody in</ToneBadge>
            )
          },
        },
        { key: 'rules', header: 'Group rules', align: 'end', cell: (row) => row.rules.length },
        { key: 'people', header: 'People', align: 'end', cell: (row) => row.people },
        {
          key: 'do',
          header: <VisuallyHidden>Actions</VisuallyHidden>,
          align: 'end',
          nowrap: true,
          cell: (row) => (
            <>
              <ConfirmButton
                action={switchProvider}
                fields={{ id: row.id, on: row.disabledAt ? 'yes' : 'no' }}
                label={row.disabledAt ? 'Switch on' : 'Switch off'}
                describedAs={`${row.disabledAt ? 'Switch on' : 'Switch off'} ${row.name}`}
                question={
                  row.disabledAt
                    ? `People can sign in with ${row.name} again.`
                    : `Nobody signs in with ${row.name} any more. Whoever is signed in stays so.`
                }
              />{' '}
              <ConfirmButton
                action={removeProvider}
                fields={{ id: row.id }}
                label="Remove"
                describedAs={`Remove ${row.name}`}
                question={`${row.name} and its group rules are removed. Its ${row.people} ${row.people === 1 ? 'person stays a user' : 'people stay users'}, and each needs a link or another provider to sign in.`}
              />
            </>
          ),
        },
      ]}
    />
  )
}
