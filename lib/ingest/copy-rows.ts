import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type Cell, type Column, RowEncoder } from './row-encoder.ts'

type Target = {
  /** A name of ours, never input. */
  table: string
  /** Columns that have one value in all rows. */
  same?: readonly (readonly [...Column, Cell])[]
  columns: readonly Column[]
}

const CHUNK = 1 << 16

/** Streams rows into a table by COPY in binary format and counts them. */
export async function copyRows(
  client: ClientBase,
  { table, same = [], columns }: Target,
  rows: Iterable<readonly Cell[]>,
): Promise<number> {
  const pieces = chunks(new RowEncoder(same, columns), rows)
  const first = pieces.next()
  if (first.done) return 0
  const names = [...same, ...columns].map(([name]) => name)
  const copy = client.query(copyFrom(`COPY ${table} (${names.join(', ')}) FROM STDIN BINARY`))
  await pipeline(Readable.from(startingWith(first.value, pieces)), copy)
  return copy.rowCount
}

function* startingWith<T>(first: T, rest: Iterable<T>): Generator<T> {
  yield first
  yield* rest
}

function* chunks(encoder: RowEncoder, rows: Iterable<readonly Cell[]>): Generator<Buffer> {
  let isEmpty = true
  for (const row of rows) {
    if (isEmpty) encoder.begin()
    isEmpty = false
    encoder.add(row)
    if (encoder.size >= CHUNK) yield encoder.take()
  }
  if (isEmpty) return
  encoder.end()
  yield encoder.take()
}
