import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Column } from './columns-of.ts'

type Row = Record<string, unknown>
type Pages = AsyncIterable<readonly Row[]>

/** Rows as a CSV file with a head. Cells that a spreadsheet would run as a formula are made harmless. */
export const rowsAsCsv = (pages: Pages, columns: readonly Column[]): Readable =>
  Readable.from(records(pages, columns)).compose(
    stringify({ header: true, columns: columns.map(({ name }) => name), record_delimiter: '\r\n' }),
  )

/** Rows as JSON, a row a line. */
export const rowsAsNdjson = (pages: Pages, pick: (row: Row) => Row): Readable =>
  Readable.from(lines(pages, pick), { objectMode: false })

/** Rows as one JSON document, `{"data": [...]}`, a row a line. */
export const rowsAsJson = (pages: Pages, pick: (row: Row) => Row): Readable =>
  Readable.from(jsonText(pages, pick), { objectMode: false })

async function* records(pages: Pages, columns: readonly Column[]) {
  for await (const page of pages) for (const row of page) yield columns.map(({ value }) => cellText(value(row)))
}

async function* lines(pages: Pages, pick: (row: Row) => Row) {
  for await (const page of pages) if (page.length) yield page.map((row) => `${JSON.stringify(pick(row))}\n`).join('')
}

async function* jsonText(pages: Pages, pick: (row: Row) => Row) {
  let lead = '{"data":[\n'
  for await (const page of pages) {
    let text = ''
    for (const row of page) {
      text += `${lead}${JSON.stringify(pick(row))}`
      lead = ',\n'
    }
    if (text) yield text
  }
  yield lead.startsWith('{') ? '{"data":[]}\n' : '\n]}\n'
}

/** Spreadsheets run what begins so, in ASCII or in full width; a number of ours is no text of a stranger. */
const FORMULA = /^[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell)
  const text = textOf(cell)
  return FORMULA.test(text) ? `'${text}` : text
}

function textOf(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString()
  if (Array.isArray(cell) && cell.every((one) => typeof one !== 'object')) return cell.join(', ')
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}
