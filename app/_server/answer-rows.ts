import 'server-only'
import { stringify } from 'csv-stringify/sync'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { getDb } from './db.ts'
import type { Viewer } from './session.ts'

type Cell = string | number | boolean | Date | null | undefined
type Export<Row> = {
  /** The file's name without its ending, and the object of the audit row. */
  name: string
  rows: readonly Row[]
  /** Columns of the CSV in order. JSON carries the rows as they are. */
  columns: readonly { key: string; value: (row: Row) => Cell }[]
  /** Whatever stands beside the rows in JSON: cursors, totals. */
  extra?: Record<string, unknown>
  viewer: Viewer
  request: Request
  at: Date
}

/**
 * Answers rows as JSON, or as a CSV file for `format=csv`. A file that is downloaded is an export and is written to the
 * audit log first. Cells that a spreadsheet would run as a formula are made harmless.
 */
export async function answerRows<Row>({
  name,
  rows,
  columns,
  extra,
  viewer,
  request,
  at,
}: Export<Row>): Promise<Response> {
  const format = new URL(request.url).searchParams.get('format')
  if (format)
    await writeAuditRow(getDb().sql, {
      at,
      by: viewer,
      action: 'rows.exported',
      object: name,
      detail: { format, rows: rows.length, query: new URL(request.url).search },
    })
  const file = `${name}-${at.toISOString().slice(0, 10)}`
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
  if (format === 'csv')
    return new Response(csvOf(rows, columns), {
      headers: {
        ...headers,
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${file}.csv"`,
      },
    })
  return Response.json(
    { data: rows, ...extra },
    { headers: format ? { ...headers, 'content-disposition': `attachment; filename="${file}.json"` } : headers },
  )
}

const csvOf = <Row>(rows: readonly Row[], columns: Export<Row>['columns']): string =>
  stringify(
    rows.map((row) => columns.map(({ value }) => textOf(value(row)))),
    { header: true, columns: columns.map(({ key }) => key), escape_formulas: true, record_delimiter: '\r\n' },
  )

const textOf = (cell: Cell): string =>
  cell instanceof Date ? cell.toISOString() : cell === null || cell === undefined ? '' : String(cell)
