import 'server-only'
import { Readable } from 'node:stream'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { getDb } from './db.ts'
import { type ExportColumn, rowsAsCsv, rowsAsJson } from './rows-as-text.ts'
import type { Viewer } from './session.ts'

type Export<Row> = {
  format: 'csv' | 'json'
  /** The file's name without its ending, and the object of the audit row. */
  name: string
  /** The rows page by page; read no faster than the client takes them. */
  pages: AsyncIterable<readonly Row[]>
  columns: readonly ExportColumn<Row>[]
  viewer: Viewer
  request: Request
  at: Date
}

/**
 * Streams every row of a list as a file. The export is written to the audit log before its first byte.
 */
export async function streamRows<Row>({
  format,
  name,
  pages,
  columns,
  viewer,
  request,
  at,
}: Export<Row>): Promise<Response> {
  await writeAuditRow(getDb().sql, {
    at,
    by: viewer,
    action: 'rows.exported',
    object: name,
    detail: { format, query: new URL(request.url).search },
  })
  const body = format === 'csv' ? rowsAsCsv(pages, columns) : rowsAsJson(pages, columns)
  // An error after the first byte cannot change the status any more: the connection breaks, so that no file looks whole.
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, {
    headers: {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${name}-${at.toISOString().slice(0, 10)}.${format}"`,
    },
  })
}
