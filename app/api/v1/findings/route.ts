import { getDb } from '#app/_server/db.ts'
import { problem } from '#app/_server/problem.ts'
import { queryOf } from '#app/_server/query-of.ts'
import { apiViewer } from '#app/_server/session.ts'
import { streamRows } from '#app/_server/stream-rows.ts'
import { FindingFilter } from '#lib/domain/finding-filter.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { countFindings } from '#lib/queries/count-findings.ts'
import { type FindingRow, listFindings } from '#lib/queries/list-findings.ts'
import { FINDING_COLUMNS } from './finding-columns.ts'

/**
 * Findings by the filters of the screen. JSON comes in cursor pages; `format=csv` and `format=json` stream the whole list
 * as a file. A filter that is not understood is refused: a client must not take a whole list for a filtered one.
 */
export async function GET(request: Request): Promise<Response> {
  const viewer = await apiViewer(request)
  if (viewer instanceof Response) return viewer
  const query = queryOf(request, FindingFilter)
  if ('problem' in query) return problem(400, 'invalid', query.problem)
  const [db, at, { filter, format }] = [getDb(), new Date(), query]
  if (format)
    return streamRows({
      format,
      name: 'findings',
      pages: pagesOf(viewer.scope, filter, at),
      columns: FINDING_COLUMNS,
      viewer,
      request,
      at,
    })

  const [page, total] = await Promise.all([
    listFindings(db, viewer.scope, filter, at),
    countFindings(db, viewer.scope, filter, at),
  ])
  const data = page.rows.map((row) =>
    Object.fromEntries(FINDING_COLUMNS.map(({ key, value }) => [key, value(row) ?? null])),
  )
  const body = {
    data,
    page: { limit: filter.limit, next: page.next ?? null, previous: page.previous ?? null },
    total,
    asOf: at,
  }
  return Response.json(body, { headers: { 'cache-control': 'no-store' } })
}

const EXPORT_PAGE = 500

async function* pagesOf(scope: Scope, filter: FindingFilter, at: Date): AsyncGenerator<FindingRow[]> {
  for (let after: string | undefined; ; ) {
    const page = await listFindings(getDb(), scope, { ...filter, before: undefined, after, limit: EXPORT_PAGE }, at)
    yield page.rows
    after = page.next
    if (!after) return
  }
}
