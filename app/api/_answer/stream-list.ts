import 'server-only'
import { Readable } from 'node:stream'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { demand } from '#lib/domain/permission.ts'
import { CSV_TYPE, JSON_TYPE, NDJSON_TYPE } from './choose-media-type.ts'
import { columnsOf } from './columns-of.ts'
import type { Context, ListOperation, Page } from './operation.ts'
import { pickFields } from './pick-fields.ts'
import type { Format } from './read-query.ts'
import { rowsAsCsv, rowsAsJson, rowsAsNdjson } from './rows-as-text.ts'

type Row = Record<string, unknown>
type PageOf = (context: Context, whole: { after: string | undefined }) => Promise<Page<Row>>
type Asked = {
  operation: ListOperation
  context: Context
  page: PageOf
  names: readonly string[]
  format: Format
  url: URL
  request: Request
}

const TYPES: Record<Format, string> = { csv: CSV_TYPE, ndjson: NDJSON_TYPE, json: JSON_TYPE }

/**
 * The whole list as a file, read page by page and no faster than the client takes it. The export is in the audit log
 * before its first byte.
 */
export async function streamList(asked: Asked): Promise<Response> {
  const { operation, context, page, names, format, url, request } = asked
  const { db, viewer } = context
  demand(viewer, 'rows.export')
  const at = new Date()
  const headers = {
    'content-type': `${TYPES[format]}; charset=utf-8`,
    'content-disposition': `attachment; filename="${operation.file}-${at.toISOString().slice(0, 10)}.${format}"`,
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    vary: 'Accept, Authorization, Cookie',
  }
  if (request.method === 'HEAD') return new Response(null, { headers })
  // The first page is asked for first: what cannot be answered is a problem, not a file that breaks off.
  const first = await page(context, { after: undefined })
  await writeAuditRow(db.sql, {
    at,
    by: viewer,
    action: operation.exportAction ?? 'rows.exported',
    object: operation.file,
    detail: { format, query: url.search },
  })
  const pages = allPages(first, (after) => page(context, { after }))
  const pick = pickFields(operation.row, names)
  const body =
    format === 'csv'
      ? rowsAsCsv(pages, columnsOf(operation.row, names))
      : (format === 'ndjson' ? rowsAsNdjson : rowsAsJson)(pages, pick)
  // An error after the first byte cannot change the status any more: the connection breaks, so that no file looks whole.
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, { headers })
}

async function* allPages(first: Page<Row>, pageAfter: (after: string) => Promise<Page<Row>>) {
  for (let page = first; ; page = await pageAfter(page.next)) {
    yield page.rows
    if (!page.next) return
  }
}
