import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeyedRows, type SourceDay } from './keyed-rows.ts'

const row = (sourceId: number, day: string, n = 0) => ({ sourceId, day, n })
async function* each<T>(rows: T[]) {
  yield* rows
}
async function taken<T extends SourceDay>(rows: KeyedRows<T>, key: SourceDay): Promise<T[]> {
  const out: T[] = []
  for await (const one of rows.take(key)) out.push(one)
  return out
}

test('rows are handed out by source day, and a day without rows has none', async () => {
  const rows = new KeyedRows(each([row(1, '2026-10-01', 1), row(1, '2026-10-01', 2), row(9, '2026-10-01', 3)]))
  assert.equal((await taken(rows, row(1, '2026-10-01'))).length, 2)
  assert.equal(await rows.has(row(1, '2026-10-02')), false)
  assert.equal((await taken(rows, row(9, '2026-10-01'))).length, 1)
  await rows.assertDone()
})

test('a row that nobody took is an error, not a loss', async () => {
  await assert.rejects(new KeyedRows(each([row(1, '2026-10-01')])).has(row(1, '2026-10-02')), /left behind/)
  await assert.rejects(new KeyedRows(each([row(1, '2026-10-01')])).assertDone(), /not exported/)
})
