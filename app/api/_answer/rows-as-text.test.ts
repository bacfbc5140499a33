import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { z } from 'zod'
import { columnsOf } from './columns-of.ts'
import { rowsAsCsv, rowsAsJson, rowsAsNdjson } from './rows-as-text.ts'

const Row = z.object({
  name: z.string(),
  at: z.date().nullable(),
  n: z.number(),
  tags: z.array(z.string()),
  of: z.object({ team: z.string() }).nullable(),
})
const columns = columnsOf(Row, Object.keys(Row.shape))
const pick = (row: Record<string, unknown>) => row
const row = (name: string) => ({
  name,
  at: new Date('2026-10-07T00:00:00Z'),
  n: -1,
  tags: ['x', 'y'],
  of: { team: 'payments' },
})
async function* pagesOf(...pages: Record<string, unknown>[][]) {
  yield* pages
}

test('a cell that a spreadsheet would run is made harmless, and everything else stays as it is', async () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
    const csv = await text(rowsAsCsv(pagesOf([row(`${start}HYPERLINK("x")`)]), columns))
    assert.match(csv.slice(csv.indexOf('\r\n') + 2), /^"?'/, JSON.stringify(start))
  }
  const inside = { ...row('a'), tags: ['=1+1'], of: { team: '@SUM(1)' } }
  assert.match(await text(rowsAsCsv(pagesOf([inside]), columns)), /,'=1\+1,'@SUM\(1\)\r\n$/)
  const csv = await text(rowsAsCsv(pagesOf([{ ...row('a "quoted", one\nof two'), at: null, of: null }]), columns))
  assert.equal(csv, 'name,at,n,tags,of.team\r\n"a ""quoted"", one\nof two",,-1,"x, y",\r\n')
})

test('pages become one file, and no row makes a file that is still whole', async () => {
  const csv = await text(rowsAsCsv(pagesOf([row('a')], [], [row('b')]), columns))
  assert.deepEqual(
    csv.split('\r\n').map((line) => line.split(',')[0]),
    ['name', 'a', 'b', ''],
  )
  assert.equal(await text(rowsAsCsv(pagesOf([]), columns)), 'name,at,n,tags,of.team\r\n')
  const { data } = JSON.parse(await text(rowsAsJson(pagesOf([row('a')], [], [row('b')]), pick)))
  assert.deepEqual(
    data.map(({ name, at }: { name: string; at: string }) => [name, at]),
    [
      ['a', '2026-10-07T00:00:00.000Z'],
      ['b', '2026-10-07T00:00:00.000Z'],
    ],
  )
  assert.deepEqual(JSON.parse(await text(rowsAsJson(pagesOf(), pick))), { data: [] })
  const lines = (await text(rowsAsNdjson(pagesOf([row('a')], [], [row('b')]), pick))).trimEnd().split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    data,
  )
  assert.equal(await text(rowsAsNdjson(pagesOf(), pick)), '')
})

test('a list that breaks off breaks the file, so that none looks whole', async () => {
  async function* broken() {
    yield [row('a')]
    throw new Error('gone')
  }
  await assert.rejects(text(rowsAsCsv(broken(), columns)), /gone/)
  await assert.rejects(text(rowsAsJson(broken(), pick)), /gone/)
  await assert.rejects(text(rowsAsNdjson(broken(), pick)), /gone/)
})
