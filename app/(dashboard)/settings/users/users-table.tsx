import { Text } from '@mantine/core'
import { type Column, DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { ROLE_NAME } from '#app/_ui/role-words.ts'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import type { UserRow } from '#lib/queries/user-row.ts'
import { signInWords, userState } from './user-state.ts'

type Props = { users: UserRow[]; now: Date; ownId: string }

/** Who may sign in, as what, and whether they do. */
export function UsersTable({ users, now, ownId }: Props) {
  const columns: Column<UserRow>[] = [
    {
      key: 'user',
      header: 'User',
      isRowHeader: true,
      wide: true,
      cell: (row) => (
        <>
          <TextLink href={`/settings/users/${row.id}`} fw={600}>
            {row.name}
          </TextLink>{' '}
          {row.id === ownId && <ToneBadge tone="link">you</ToneBadge>}
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {row.email}
          </Text>
        </>
      ),
    },
    { key: 'role', header: 'Role', nowrap: true, cell: (row) => ROLE_NAME[row.role] },
    { key: 'sees', header: 'Sees', cell: (row) => <Sees user={row} /> },
    { key: 'with', header: 'Signs in with', visibleFrom: 'lg', cell: signInWords },
    {
      key: 'last',
      header: 'Last sign-in',
      nowrap: true,
      visibleFrom: 'sm',
      cell: (row) => <Freshness at={row.lastSignInAt} now={now} none="–" />,
    },
    {
      key: 'state',
      header: 'State',
      nowrap: true,
      cell: (row) => {
        const { word, tone } = userState(row, now)
        return <ToneBadge tone={tone}>{word}</ToneBadge>
      },
    },
  ]
  return (
    <DataTable
      caption="Users"
      rows={users}
      rowKey={(row) => row.id}
      empty={<EmptyState title="No user matches">Take a filter off, or invite somebody below.</EmptyState>}
      columns={columns}
    />
  )
}

function Sees({ user: { role, teams, audit, limits } }: { user: UserRow }) {
  if (role === 'auditor') return audit ? <TextLink href={`/audits/${audit.id}`}>{audit.name}</TextLink> : 'nothing'
  const isLimited = limits.sources !== undefined || limits.environments !== undefined
  if (role === 'member')
    return teams.length ? teams.map(({ name }) => name).join(', ') : <Text c="var(--tone-caution)">no team yet</Text>
  return isLimited ? 'a part' : 'everything'
}
