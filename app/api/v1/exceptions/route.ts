import type { z } from 'zod'
import { getDb } from '#app/_server/db.ts'
import { problem } from '#app/_server/problem.ts'
import { queryOf } from '#app/_server/query-of.ts'
import { apiViewer } from '#app/_server/session.ts'
import { streamRows } from '#app/_server/stream-rows.ts'
import { ExceptionFilter } from '#lib/domain/exception-filter.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { countExceptions } from '#lib/queries/count-exceptions.ts'
import { type ExceptionRow, listExceptions } from '#lib/queries/list-exceptions.ts'
import { EXCEPTION_COLUMNS } from './exception-columns.ts'

/**
 * The register of exceptions by the filters of the screen. JSON comes in cursor pages; `format=csv` and `format=json`
 * stream the whole list as a file. A filter that is not understood is refused.
 */
export async function GET(request: Request): Promise<Response> {
  const viewer = await apiViewer(request)
  if (viewer instanceof Response) return viewer
  const query = queryOf(request, ExceptionFilter)
  if ('problem' in query) return problem(400, 'invalid', query.problem)
  const [db, at, { filter, format }] = [getDb(), new Date(), query]
  if (format)
    return streamRows({
      format,
      name: 'exceptions',
      pages: pagesOf(viewer.scope, filter, at),
      columns: EXCEPTION_COLUMNS,
      viewer,
      request,
      at,
    })
  const [page, counts] = await Promise.all([
    listExceptions(db, viewer.scope, filter, at),
    countExceptions(db, viewer.scope, filter, at),
  ])
  const data = page.rows.map((row) =>
    Object.fromEntries(EXCEPTION_COLUMNS.map(({ key, value }) => [key, value(row) ?? null])),
  )
  const body = {
    data,
    page: { limit: filter.limit, next: page.next ?? null, previous: page.previous ?? null },
    total: { count: filter.mark ? counts.marks[filter.mark] : counts.total, capped: false },
    asOf: at,
  }
  return Response.json(body, { headers: { 'cache-control': 'no-store' } })
}

const EXPORT_PAGE = 500

async function* pagesOf(
  scope: Scope,
  filter: z.infer<typeof ExceptionFilter>,
  at: Date,
): AsyncGenerator<ExceptionRow[]> {
  for (let after: string | undefined; ; ) {
    const page = await listExceptions(getDb(), scope, { ...filter, before: undefined, after, limit: EXPORT_PAGE }, at)
    yield page.rows
    after = page.next
    if (!after) return
  }
}
