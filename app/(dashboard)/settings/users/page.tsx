import { NativeSelect, Stack, TextInput } from '@mantine/core'
import type { Metadata } from 'next'
import { getDb } from '#app/_server/db.ts'
import { parseSearch } from '#app/_server/parse-search.ts'
import { now, requirePermission } from '#app/_server/session.ts'
import { ExportLinks } from '#app/_ui/export-links.tsx'
import { FilterForm } from '#app/_ui/filter-form.tsx'
import { filterQuery } from '#app/_ui/filter-query.ts'
import { IgnoredFilters } from '#app/_ui/ignored-filters.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { ROLE_NAME } from '#app/_ui/role-words.ts'
import { Section } from '#app/_ui/section.tsx'
import { ROLES } from '#lib/domain/role.ts'
import { listUsers } from '#lib/queries/list-users.ts'
import { AccessFields } from './_access/access-fields.tsx'
import { accessOptions } from './_access/access-options.ts'
import { InviteForm } from './invite-form.tsx'
import { UserSearch } from './user-search.ts'
import { UsersTable } from './users-table.tsx'

export const metadata: Metadata = { title: 'Users' }

export default async function UsersPage({ searchParams }: PageProps<'/settings/users'>) {
  const { scope, user } = await requirePermission('user.manage')
  const { search, ignored } = parseSearch(UserSearch, await searchParams)
  const at = now()
  const [users, options] = await Promise.all([listUsers(getDb(), scope, search), accessOptions(scope, at)])
  const query = filterQuery(search, {})

  return (
    <>
      <PageHeader
        title="Users"
        description="Who may sign in, as what, and what they see. Nobody can register: a user is invited here or comes through an identity provider."
        actions={<ExportLinks path="/api/v1/users" search={query} label="Users of this list" />}
      />
      <IgnoredFilters names={ignored} />
      <Stack gap="md">
        <Section
          id="list"
          title={`${users.length} ${users.length === 1 ? 'user' : 'users'}${query.size ? ' that match' : ''}`}
          flush
        >
          <div style={{ padding: '0 1rem' }}>
            <FilterForm action="/settings/users" isFiltered={query.size > 0}>
              <TextInput label="Name or e-mail" name="q" defaultValue={search.q} />
              <NativeSelect
                label="Role"
                name="role"
                defaultValue={search.role ?? ''}
                data={[
                  { value: '', label: 'any' },
                  ...ROLES.map((value) => ({ value, label: ROLE_NAME[value].toLowerCase() })),
                ]}
              />
            </FilterForm>
          </div>
          <UsersTable users={users} now={at} ownId={user.id} />
        </Section>
        <Section
          id="invite"
          title="Invite somebody"
          description="Makes a user and a link that signs in once, within a day. Nothing is e-mailed: you hand the link over."
        >
          <InviteForm submit="Invite">
            <AccessFields options={options} />
          </InviteForm>
        </Section>
      </Stack>
    </>
  )
}
