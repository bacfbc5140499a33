import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { rowsAsCsv, rowsAsJson } from './rows-as-text.ts'

type Row = { name: string; at: Date | null; n: number }
const columns = [
  { key: 'name', value: (row: Row) => row.name },
  { key: 'at', value: (row: Row) => row.at },
  { key: 'n', value: (row: Row) => row.n },
]
const row = (name: string): Row => ({ name, at: new Date('2026-10-07T00:00:00Z'), n: 1 })
async function* pagesOf(...pages: Row[][]) {
  yield* pages
}

test('a cell that a spreadsheet would run is made harmless, and everything else stays as it is', async () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r']) {
    const csv = await text(rowsAsCsv(pagesOf([row(`${start}HYPERLINK("x")`)]), columns))
    assert.match(csv.split('\r\n')[1] ?? '', /^"?'/, JSON.stringify(start))
  }
  const csv = await text(rowsAsCsv(pagesOf([{ ...row('a "quoted", one\nof two'), at: null }]), columns))
  assert.equal(csv, 'name,at,n\r\n"a ""quoted"", one\nof two",,1\r\n')
})

test('pages become one file, and no row makes a file that is still whole', async () => {
  const csv = await text(rowsAsCsv(pagesOf([row('a')], [], [row('b')]), columns))
  assert.deepEqual(
    csv.split('\r\n').map((line) => line.split(',')[0]),
    ['name', 'a', 'b', ''],
  )
  assert.equal(await text(rowsAsCsv(pagesOf([]), columns)), 'name,at,n\r\n')
  const json = JSON.parse(await text(rowsAsJson(pagesOf([row('a')], [], [row('b')]), columns)))
  assert.deepEqual(
    json.data.map(({ name, at }: { name: string; at: string }) => [name, at]),
    [
      ['a', '2026-10-07T00:00:00.000Z'],
      ['b', '2026-10-07T00:00:00.000Z'],
    ],
  )
  assert.deepEqual(JSON.parse(await text(rowsAsJson(pagesOf(), columns))), { data: [] })
})

test('a list that breaks off breaks the file, so that none looks whole', async () => {
  async function* broken() {
    yield [row('a')]
    throw new Error('gone')
  }
  await assert.rejects(text(rowsAsCsv(broken(), columns)), /gone/)
  await assert.rejects(text(rowsAsJson(broken(), columns)), /gone/)
})
