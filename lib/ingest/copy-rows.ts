import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

type Cell = string | number | boolean | null | undefined

const SPECIAL = /[\\\t\n\r]/
const CHUNK = 1 << 16

/** Streams rows into a table by COPY in text format and counts them. `target` is SQL of ours (`table (columns)`), never input. */
export async function copyRows(client: ClientBase, target: string, rows: Iterable<readonly Cell[]>): Promise<number> {
  const pieces = chunks(rows)
  const first = pieces.next()
  if (first.done) return 0
  const copy = client.query(copyFrom(`COPY ${target} FROM STDIN`))
  await pipeline(Readable.from(startingWith(first.value, pieces)), copy)
  return copy.rowCount
}

function* startingWith(first: string, rest: Iterable<string>): Generator<string> {
  yield first
  yield* rest
}

function* chunks(rows: Iterable<readonly Cell[]>): Generator<string> {
  let chunk = ''
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) chunk += (i ? '\t' : '') + encode(row[i])
    chunk += '\n'
    if (chunk.length >= CHUNK) {
      yield chunk
      chunk = ''
    }
  }
  if (chunk) yield chunk
}

function encode(cell: Cell): string {
  if (cell === null || cell === undefined) return '\\N'
  if (typeof cell !== 'string') return String(cell)
  const text = cell.includes('\0') ? cell.replaceAll('\0', '\uFFFD') : cell // Postgres text holds no NUL
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (c) => ESCAPE[c] ?? c) : text
}

const ESCAPE: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A Postgres array literal. */
export const arrayLiteral = (values: readonly (number | string)[]): string =>
  `{${values.map((value) => (typeof value === 'number' ? value : `"${value.replace(/["\\]/g, '\\$&')}"`)).join(',')}}`
