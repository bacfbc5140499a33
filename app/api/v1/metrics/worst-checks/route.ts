import { z } from 'zod'
import { answerRows } from '#app/_server/answer-rows.ts'
import { getDb } from '#app/_server/db.ts'
import { problem } from '#app/_server/problem.ts'
import { apiViewer } from '#app/_server/session.ts'
import { checkText } from '#lib/domain/check-text.ts'
import { listTeams } from '#lib/queries/list-teams.ts'
import { listWorstChecks } from '#lib/queries/list-worst-checks.ts'

const Query = z.object({
  team: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(10),
})

/** The checks whose open findings weigh most, of everything or of one team. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await apiViewer(request)
  if (viewer instanceof Response) return viewer
  const query = Query.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  if (!query.success)
    return problem(
      400,
      'Bad request',
      query.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    )
  const { team: slug, limit } = query.data
  const at = new Date()
  const team = slug ? (await listTeams(getDb(), viewer.scope, { now: at, slug }))[0] : undefined
  if (slug && !team) return problem(404, 'Not found', `There is no team "${slug}".`)
  const rows = await listWorstChecks(getDb(), viewer.scope, { limit, ...(team && { teamId: team.id }) })
  return answerRows({
    name: slug ? `worst-checks-${slug}` : 'worst-checks',
    rows,
    viewer,
    request,
    at,
    columns: [
      { key: 'check', value: checkText },
      { key: 'title', value: (row) => row.title },
      { key: 'worst_severity', value: (row) => row.worst },
      { key: 'open', value: (row) => row.open },
      { key: 'weight', value: (row) => row.weight },
      { key: 'subjects', value: (row) => row.subjects },
      { key: 'pass', value: (row) => row.pass },
      { key: 'judged', value: (row) => row.judged },
      { key: 'oldest_at', value: (row) => row.oldestAt },
    ],
  })
}
