import { answerRows } from '#app/_server/answer-rows.ts'
import { getDb } from '#app/_server/db.ts'
import { problem } from '#app/_server/problem.ts'
import { apiViewer } from '#app/_server/session.ts'
import { matchesSearch, SourceSearch } from '#app/(dashboard)/sources/source-search.ts'
import { listSources } from '#lib/queries/list-sources.ts'

/** Every source with its feeds and their latest scans; filters as on the screen. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await apiViewer(request)
  if (viewer instanceof Response) return viewer
  const search = SourceSearch.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  if (!search.success)
    return problem(
      400,
      'Bad request',
      search.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    )
  const at = new Date()
  const rows = (await listSources(getDb(), viewer.scope, { now: at })).filter((row) => matchesSearch(search.data, row))
  const total = (row: (typeof rows)[number], count: 'listed' | 'parsed' | 'rejected' | 'ignored' | 'stored') =>
    row.feeds.reduce((sum, { last }) => sum + (last?.[count] ?? 0), 0)
  return answerRows({
    name: 'sources',
    rows,
    viewer,
    request,
    at,
    columns: [
      { key: 'source', value: (row) => row.name },
      { key: 'kind', value: (row) => row.kind },
      { key: 'environment', value: (row) => row.environment },
      { key: 'repository', value: (row) => row.repository },
      { key: 'freshness', value: (row) => row.freshness },
      { key: 'last_complete_at', value: (row) => row.lastCompleteAt },
      { key: 'truncated', value: (row) => row.feeds.some(({ truncated }) => truncated) },
      { key: 'violations_only', value: (row) => row.feeds.some(({ violationsOnly }) => violationsOnly) },
      {
        key: 'complete',
        value: (row) => row.feeds.length > 0 && row.feeds.every(({ last }) => last?.complete === true),
      },
      { key: 'status', value: (row) => row.status },
      { key: 'status_reason', value: (row) => row.statusReason },
      { key: 'open_findings', value: (row) => row.open },
      { key: 'subjects', value: (row) => row.subjects },
      ...(['listed', 'parsed', 'rejected', 'ignored', 'stored'] as const).map((count) => ({
        key: count,
        value: (row: (typeof rows)[number]) => total(row, count),
      })),
    ],
  })
}
