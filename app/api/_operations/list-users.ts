import { z } from 'zod'
import { UserSearch } from '#app/(dashboard)/settings/users/user-search.ts'
import { userState } from '#app/(dashboard)/settings/users/user-state.ts'
import { cutPage } from '#app/api/_answer/cut-page.ts'
import { defineList } from '#app/api/_answer/define-list.ts'
import { PAGE_QUERY } from '#app/api/_answer/page-query.ts'
import { ROLES } from '#lib/domain/role.ts'
import { listUsers as listRows } from '#lib/queries/list-users.ts'

const UserRecord = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  teams: z.array(z.string()).describe('Slugs'),
  audit: z.object({ id: z.string(), name: z.string() }).nullable().describe('Of an auditor'),
  signsInWith: z.array(z.string()).describe('`password`, or names of identity providers; none: only a one-time link'),
  lastSignInAt: z.date().nullable(),
  state: z.string(),
  createdAt: z.date(),
  disabledAt: z.date().nullable(),
})

export const listUsers = defineList({
  id: 'listUsers',
  path: '/api/v1/users',
  tag: 'Access',
  summary: 'List users',
  words: 'Who may sign in, with what they may see. Never a password, a token or a link.',
  permission: 'user.manage',
  query: UserSearch.extend(PAGE_QUERY),
  rowName: 'User',
  row: UserRecord,
  file: 'users',
  // No `changesWith`: a sign-in changes it, and leaves no mark that would be cheaper to read than the list.
  page: async ({ db, scope, filter, at }) => {
    const rows = (await listRows(db, scope, filter)).map((user) => ({
      ...user,
      teams: user.teams.map(({ slug }) => slug),
      audit: user.audit && { id: user.audit.id, name: user.audit.name },
      state: userState(user, at).word,
    }))
    return cutPage(rows, filter, ({ id }) => id)
  },
})
