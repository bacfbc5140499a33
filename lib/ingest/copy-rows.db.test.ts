import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { copyRows } from './copy-rows.ts'
import type { Cell, Column } from './row-encoder.ts'

const { db } = await testDatabase()

const COLUMNS: readonly Column[] = [
  ['n', 'integer'],
  ['flag', 'boolean'],
  ['small', 'smallint'],
  ['big', 'bigint'],
  ['at', 'timestamptz'],
  ['id', 'uuid'],
  ['words', 'text'],
  ['facts', 'jsonb'],
  ['numbers', 'integer[]'],
  ['names', 'text[]'],
]

async function readBack(rows: readonly Cell[][], same: Parameters<typeof copyRows>[1]['same'] = []) {
  return inTransaction(db, async (client) => {
    await client.query(
      `CREATE TEMP TABLE copied (source int, ${COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ')}) ON COMMIT DROP`,
    )
    const count = await copyRows(client, { table: 'copied', same, columns: COLUMNS }, rows)
    return { count, rows: (await client.query('SELECT * FROM copied ORDER BY n')).rows }
  })
}

test('rows of every type arrive as they were given', async () => {
  const { count, rows } = await readBack(
    [
      [
        1,
        true,
        -32_768,
        2 ** 53 - 1,
        Date.UTC(2026, 9, 5),
        'a'.repeat(32),
        'Zoë\t\\N\n"x"',
        '{"a":["ü"]}',
        [3, -1],
        ['a,"b"', ''],
      ],
      [
        2,
        false,
        32_767,
        -5_000_000_000,
        '1987-01-02T03:04:05.678Z',
        '00000000-0000-4000-8000-00000000000b',
        '',
        'null',
        [],
        [],
      ],
    ],
    [['source', 'integer', 7]],
  )
  assert.equal(count, 2)
  assert.deepEqual(rows, [
    {
      source: 7,
      n: 1,
      flag: true,
      small: -32_768,
      big: 2 ** 53 - 1,
      at: new Date(Date.UTC(2026, 9, 5)),
      id: 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa',
      words: 'Zoë\t\\N\n"x"',
      facts: { a: ['ü'] },
      numbers: [3, -1],
      names: ['a,"b"', ''],
    },
    {
      source: 7,
      n: 2,
      flag: false,
      small: 32_767,
      big: -5_000_000_000,
      at: new Date('1987-01-02T03:04:05.678Z'),
      id: '00000000-0000-4000-8000-00000000000b',
      words: '',
      facts: null,
      numbers: [],
      names: [],
    },
  ])
})

test('what is absent is null, a NUL and half a character become the replacement character', async () => {
  const { rows } = await readBack([
    [1, null, undefined, null, undefined, null, 'a\0b', null, null, ['c\0']],
    [2, null, null, null, null, null, 'half \ud83d', null, null, null],
  ])
  assert.deepEqual(
    rows.map(({ flag, small, big, at, id, words, facts, numbers, names }) => [
      flag,
      small,
      big,
      at,
      id,
      words,
      facts,
      numbers,
      names,
    ]),
    [
      [null, null, null, null, null, 'a\uFFFDb', null, null, ['c\uFFFD']],
      [null, null, null, null, null, 'half \uFFFD', null, null, null],
    ],
  )
})

test('values larger than a chunk and rows of many chunks arrive whole, and no row is no statement', async () => {
  const words = (n: number) => '€'.repeat(n === 3 ? 200_000 : 4_000)
  const given = Array.from({ length: 40 }, (_, n) => [
    n,
    null,
    n,
    n,
    n,
    null,
    words(n),
    null,
    Array(n * 900).fill(n),
    null,
  ])
  const { count, rows } = await readBack(given)
  assert.equal(count, 40)
  for (const [n, row] of rows.entries()) {
    assert.equal(row.words, words(n))
    assert.deepEqual(row.numbers, Array(n * 900).fill(n))
  }
  assert.deepEqual(await readBack([]), { count: 0, rows: [] })
})
