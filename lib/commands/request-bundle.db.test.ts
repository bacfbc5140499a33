import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { getBundle } from '#lib/queries/get-bundle.ts'
import { listBundles } from '#lib/queries/list-bundles.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { limitedScope } from '#lib/testing/limited-scope.ts'
import { person } from '#lib/testing/person.ts'
import { requestBundle } from './request-bundle.ts'

const { db } = await testDatabase()
const now = new Date('2026-10-07T12:00:00Z')
const month = (n: number) => ({ start: new Date(Date.UTC(2026, n - 1)), end: new Date(Date.UTC(2026, n)) })
const ask = (n: number) => requestBundle(db, { period: month(n), kind: 'monthly', by: person('ana@example.com'), now })

test('a request is queued with the next number and stands in the audit log', async () => {
  const first = await ask(8)
  const second = await ask(9)
  assert.deepEqual([first.sequence, second.sequence], [1, 2])
  assert.equal((await getBundle(db, EVERYTHING, first.id))?.state, 'queued')
  const { rows } = await db.sql.query(
    `SELECT actor, object FROM audit_log WHERE action = 'bundle.requested' ORDER BY detail ->> 'sequence'`,
  )
  assert.deepEqual(rows[0], { actor: 'ana@example.com', object: `bundle:${first.id}` })
  assert.equal(rows.length, 2)
})

test('a period that is being made is not queued twice; one that is done may be asked for again', async () => {
  await assert.rejects(ask(8), { code: 'conflict' })
  await db.sql.query(`UPDATE bundle SET state = 'partial' WHERE sequence = 1`)
  assert.equal((await ask(8)).sequence, 3)
})

test('requests that come together get different numbers', async () => {
  const made = await Promise.all([5, 6, 7].map(ask))
  assert.deepEqual(made.map(({ sequence }) => sequence).sort(), [4, 5, 6])
})

test('a period that has not begun leaves nothing behind', async () => {
  await assert.rejects(ask(11), { code: 'invalid' })
  assert.equal((await listBundles(db, EVERYTHING)).length, 6)
})

test('bundles are of the whole organisation: a narrower scope sees none', async () => {
  const [first] = await listBundles(db, EVERYTHING)
  assert.equal(first?.sequence, 6)
  assert.deepEqual(await listBundles(db, limitedScope({ sources: [1] })), [])
  assert.equal(await getBundle(db, limitedScope({ teams: [1] }), first?.id ?? ''), undefined)
})
