import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'

type Cell = string | number | boolean | Date | null | undefined
export type ExportColumn<Row> = { key: string; value: (row: Row) => Cell }

/** Rows as a CSV file with a head. Cells that a spreadsheet would run as a formula are made harmless. */
export const rowsAsCsv = <Row>(pages: AsyncIterable<readonly Row[]>, columns: readonly ExportColumn<Row>[]): Readable =>
  Readable.from(records(pages, columns)).compose(
    stringify({
      header: true,
      columns: columns.map(({ key }) => key),
      escape_formulas: true,
      record_delimiter: '\r\n',
    }),
  )

/** Rows as one JSON document, `{"data": [...]}`, a row a line. */
export const rowsAsJson = <Row>(
  pages: AsyncIterable<readonly Row[]>,
  columns: readonly ExportColumn<Row>[],
): Readable => Readable.from(jsonText(pages, columns), { objectMode: false })

async function* records<Row>(pages: AsyncIterable<readonly Row[]>, columns: readonly ExportColumn<Row>[]) {
  for await (const page of pages) for (const row of page) yield columns.map(({ value }) => textOf(value(row)))
}

async function* jsonText<Row>(pages: AsyncIterable<readonly Row[]>, columns: readonly ExportColumn<Row>[]) {
  let lead = '{"data":[\n'
  for await (const page of pages) {
    let text = ''
    for (const row of page) {
      text += `${lead}${JSON.stringify(Object.fromEntries(columns.map(({ key, value }) => [key, value(row) ?? null])))}`
      lead = ',\n'
    }
    if (text) yield text
  }
  yield lead.startsWith('{') ? '{"data":[]}\n' : '\n]}\n'
}

const textOf = (cell: Cell): string =>
  cell instanceof Date ? cell.toISOString() : cell === null || cell === undefined ? '' : String(cell)
