import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { beforeEach, test } from 'node:test'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { AuditLogFilter } from '#lib/domain/audit-log-filter.ts'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { checkAuditChain } from '#lib/queries/check-audit-chain.ts'
import { listAuditLog } from '#lib/queries/list-audit-log.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { person } from '#lib/testing/person.ts'
import { writeAuditRow } from './write-audit-row.ts'

const { db } = await testDatabase()
const by = person('lead@example.com')
const write = (n: number, detail: Record<string, unknown> = { n }) =>
  writeAuditRow(db.sql, {
    at: new Date(Date.UTC(2026, 9, 1, 0, n)),
    by,
    action: 'thing.changed',
    object: `thing:${n}`,
    detail,
  })
const list = async (given: object = {}) => listAuditLog(db, EVERYTHING, AuditLogFilter.parse(given))

beforeEach(async () => {
  await db.sql.query('TRUNCATE audit_log')
  await db.sql.query(`UPDATE audit_head SET sequence = 0, sha256 = '', changes = 0`)
  for (let n = 1; n <= 5; n++) await write(n)
})

test('rows written at the same moment take numbers without a hole, and the chain holds', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, n) => write(10 + n)))
  assert.equal((await checkAuditChain(db)).rows, 25)
  assert.equal((await checkAuditChain(db)).ok, true)
})

test('a change that is rolled back leaves neither a row nor a hole', async () => {
  await assert.rejects(
    inTransaction(db, async (client) => {
      await writeAuditRow(client, { at: new Date(), by, action: 'thing.changed', object: 'thing:lost' })
      throw new Error('changed my mind')
    }),
  )
  await write(6)
  assert.deepEqual(await checkAuditChain(db).then(({ ok, rows }) => [ok, rows]), [true, 6])
})

test('what strangers send is kept as it is, but for NUL, which no text holds', async () => {
  await write(6, { name: 'a\0b', more: 'ü "quoted" \\ \u2028 𝔘', nested: { list: [1, 1.5, null, true] } })
  assert.equal((await checkAuditChain(db)).ok, true)
  const [row] = (await list()).rows
  assert.deepEqual(row?.detail, {
    name: 'a\uFFFDb',
    more: 'ü "quoted" \\ \u2028 𝔘',
    nested: { list: [1, 1.5, null, true] },
  })
})

for (const [what, sql, sequence, why] of [
  [
    'an actor that was changed',
    `UPDATE audit_log SET actor = 'nobody@example.com' WHERE sequence = 3`,
    3,
    /not as it was written/,
  ],
  [
    'a detail that was changed',
    `UPDATE audit_log SET detail = '{"n": 33}' WHERE sequence = 2`,
    2,
    /not as it was written/,
  ],
  [
    'a time that was changed',
    `UPDATE audit_log SET at = at + interval '1 microsecond' WHERE sequence = 5`,
    5,
    /not as it was written/,
  ],
  ['a row that was removed', `DELETE FROM audit_log WHERE sequence = 3`, 3, /row 3 is missing/],
  ['a first row that was removed', `DELETE FROM audit_log WHERE sequence = 1`, 1, /row 1 is missing/],
  ['an end that was cut off', `DELETE FROM audit_log WHERE sequence > 3`, 4, /names row 5 as the last/],
  [
    'a row that was added',
    `INSERT INTO audit_log SELECT gen_random_uuid(), at, actor, action, object, detail, address, 6, actor_kind, actor_id, sha256 FROM audit_log WHERE sequence = 5`,
    6,
    /not as it was written/,
  ],
  ['a row before the first', `UPDATE audit_log SET sequence = 0 WHERE sequence = 1`, 0, /was added/],
  ['a head that was changed', `UPDATE audit_head SET sha256 = 'x'`, 6, /the head of the log/],
] as const)
  test(`${what} is found, by the number of the first row that is broken`, async () => {
    await db.sql.query(sql)
    const chain = await checkAuditChain(db)
    assert.ok(!chain.ok)
    assert.equal(chain.broken.sequence, sequence)
    assert.match(chain.broken.why, why)
  })

test('the formula of the chain is the one that the migration began it with', async () => {
  const migration = await readFile('prisma/migrations/0003_access/migration.sql', 'utf8')
  const { AUDIT_ROW_SHA256 } = await import('#lib/domain/audit-chain.ts')
  const flat = (text: string) => text.replace(/\s+/g, ' ')
  assert.ok(flat(migration).includes(flat(AUDIT_ROW_SHA256('last', 'n', 'row'))))
})

test('the list is newest first, in pages, and by what was done, by whom, to what and when', async () => {
  const first = await list({ limit: 2 })
  assert.deepEqual([first.rows.map(({ sequence }) => sequence), first.next], [[5, 4], 4])
  assert.deepEqual(
    (await list({ limit: 2, before: first.next })).rows.map(({ sequence }) => sequence),
    [3, 2],
  )
  const counts = async (given: object) => (await list(given)).rows.length
  assert.deepEqual(
    await Promise.all([
      counts({ action: 'thing' }),
      counts({ action: 'thing.changed' }),
      counts({ action: 'thi' }),
      counts({ actor: 'lead@example.com', object: 'thing:3' }),
      counts({ from: '2026-10-01', to: '2026-10-01' }),
      counts({ from: '2026-10-02' }),
      counts({ q: 'ING:3' }),
    ]),
    [5, 5, 0, 1, 5, 0, 1],
  )
})
