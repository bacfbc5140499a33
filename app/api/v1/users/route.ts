import { answerRows } from '#app/_server/answer-rows.ts'
import { getDb } from '#app/_server/db.ts'
import { problem } from '#app/_server/problem.ts'
import { apiViewer } from '#app/_server/session.ts'
import { UserSearch } from '#app/(dashboard)/settings/users/user-search.ts'
import { userState } from '#app/(dashboard)/settings/users/user-state.ts'
import { can } from '#lib/domain/permission.ts'
import { listUsers } from '#lib/queries/list-users.ts'

/** The users, for administrators; filters as on the screen. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await apiViewer(request)
  if (viewer instanceof Response) return viewer
  if (!can(viewer.role, 'user.manage')) return problem(403, 'Forbidden', 'This needs the role admin.')
  const search = UserSearch.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  if (!search.success)
    return problem(
      400,
      'Bad request',
      search.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    )
  const at = new Date()
  const users = await listUsers(getDb(), viewer.scope, search.data)
  return answerRows({
    name: 'users',
    rows: users.map((user) => ({ ...user, state: userState(user, at).word })),
    viewer,
    request,
    at,
    columns: [
      { key: 'name', value: (row) => row.name },
      { key: 'email', value: (row) => row.email },
      { key: 'role', value: (row) => row.role },
      { key: 'teams', value: (row) => row.teams.map(({ slug }) => slug).join(' ') },
      { key: 'audit', value: (row) => row.audit?.name },
      { key: 'signs_in_with', value: (row) => row.signsInWith.join(', ') },
      { key: 'last_sign_in_at', value: (row) => row.lastSignInAt },
      { key: 'state', value: (row) => row.state },
      { key: 'created_at', value: (row) => row.createdAt },
      { key: 'disabled_at', value: (row) => row.disabledAt },
    ],
  })
}
