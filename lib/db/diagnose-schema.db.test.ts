import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#lib/testing/database.ts'
import { diagnoseSchema } from './diagnose-schema.ts'

const { db, url } = await testDatabase()

test('a migrated database agrees with the migrations and the record models', async () => {
  assert.deepEqual(await diagnoseSchema(url), {
    unapplied: [],
    edited: [],
    failed: [],
    unknown: [],
    drift: [],
    models: '',
  })
})

test('a column that was added by hand is named as drift', async () => {
  await db.sql.query('ALTER TABLE team ADD COLUMN nickname text')
  const { drift } = await diagnoseSchema(url)
  assert.deepEqual(drift, ['+ column team.nickname text'])
  await db.sql.query('ALTER TABLE team DROP COLUMN nickname')
})

test('a migration whose text was changed after it ran is named', async () => {
  await db.sql.query(`UPDATE _prisma_migrations SET checksum = repeat('0', 64) WHERE migration_name = '0001_init'`)
  assert.deepEqual((await diagnoseSchema(url)).edited, ['0001_init'])
})
