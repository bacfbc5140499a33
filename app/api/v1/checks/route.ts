import { getDb } from '#app/_server/db.ts'
import { problem } from '#app/_server/problem.ts'
import { queryOf } from '#app/_server/query-of.ts'
import { apiViewer } from '#app/_server/session.ts'
import { streamRows } from '#app/_server/stream-rows.ts'
import { CheckFilter } from '#lib/domain/check-filter.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { type CheckRow, listChecks } from '#lib/queries/list-checks.ts'
import { CHECK_COLUMNS } from './check-columns.ts'

/**
 * The checks by the filters of the screen Policies. JSON comes in cursor pages; `format=csv` and `format=json` stream the
 * whole list as a file. A filter that is not understood is refused.
 */
export async function GET(request: Request): Promise<Response> {
  const viewer = await apiViewer(request)
  if (viewer instanceof Response) return viewer
  const query = queryOf(request, CheckFilter)
  if ('problem' in query) return problem(400, 'invalid', query.problem)
  const [at, { filter, format }] = [new Date(), query]
  if (format)
    return streamRows({
      format,
      name: 'checks',
      pages: pagesOf(viewer.scope, filter, at),
      columns: CHECK_COLUMNS,
      viewer,
      request,
      at,
    })
  const page = await listChecks(getDb(), viewer.scope, filter, at)
  const data = page.rows.map((row) =>
    Object.fromEntries(CHECK_COLUMNS.map(({ key, value }) => [key, value(row) ?? null])),
  )
  const body = {
    data,
    page: { limit: filter.limit, next: page.next ?? null, previous: page.previous ?? null },
    total: { count: page.total, capped: false },
    asOf: at,
  }
  return Response.json(body, { headers: { 'cache-control': 'no-store' } })
}

const EXPORT_PAGE = 500

async function* pagesOf(scope: Scope, filter: CheckFilter, at: Date): AsyncGenerator<CheckRow[]> {
  for (let after: string | undefined; ; ) {
    const page = await listChecks(getDb(), scope, { ...filter, before: undefined, after, limit: EXPORT_PAGE }, at)
    yield page.rows
    after = page.next
    if (!after) return
  }
}
