import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#lib/testing/database.ts'
import { person } from '#lib/testing/person.ts'
import { createSource } from './create-source.ts'

const { db } = await testDatabase()
const now = new Date('2026-10-07T12:00:00Z')
const by = person('lead@example.com')
const create = (name: string, kind: 'pipeline' | 'cluster' = 'pipeline') =>
  createSource(db, { wanted: { name, kind }, by, now })
const logged = async () =>
  (await db.sql.query(`SELECT object, detail FROM audit_log WHERE action = 'source.created' ORDER BY sequence`)).rows

test('a new source is in the audit log with its name and kind, once', async () => {
  const { id, isNew } = await create('shop/payments-api')
  assert.equal(isNew, true)
  assert.deepEqual(await create('shop/payments-api', 'cluster'), { id, isNew: false })
  assert.deepEqual(await logged(), [
    { object: `source:${id}`, detail: { name: 'shop/payments-api', kind: 'pipeline' } },
  ])
})

test('a name that is not fit for a source, or of one that was removed, is refused and leaves no row', async () => {
  for (const name of ['<script>', ' ', 'x'.repeat(201)]) await assert.rejects(create(name), { code: 'invalid' })
  await db.sql.query('UPDATE source SET removed_at = $1', [now])
  await assert.rejects(create('shop/payments-api'), { code: 'conflict' })
  assert.equal((await logged()).length, 1)
})
