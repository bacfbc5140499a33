import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { connect } from '#lib/db/connect.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { getHealth } from './get-health.ts'

const { db } = await testDatabase()
const shipped = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))
const now = new Date('2026-10-07T12:00:00Z')
const beat = (secondsAgo: number) =>
  db.sql.query(`INSERT INTO worker_beat (worker_id, started_at, beat_at) VALUES (gen_random_uuid(), $1, $1)`, [
    new Date(now.getTime() - secondsAgo * 1_000),
  ])

test('without a worker the program is not well, and says why', async () => {
  const health = await getHealth(db, now, shipped)
  assert.deepEqual(health, {
    status: 'failing',
    database: 'ok',
    migrations: 'ok',
    worker: { status: 'no worker has started', lastBeatAt: null },
  })
})

test('a worker that is silent for more than two minutes is not well; the newest beat counts', async () => {
  await beat(121)
  assert.match((await getHealth(db, now, shipped)).worker.status, /silent/)
  await beat(119)
  const health = await getHealth(db, now, shipped)
  assert.deepEqual([health.status, health.worker.lastBeatAt], ['ok', '2026-10-07T11:58:01.000Z'])
})

test('a migration that is not applied, and a database newer than the program, are named', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'migrations-'))
  after(() => rm(dir, { recursive: true }))
  await mkdir(join(dir, '9999_later'))
  const { status, migrations } = await getHealth(db, now, dir)
  assert.equal(status, 'failing')
  assert.match(migrations, /not applied: 9999_later/)
  assert.match(migrations, /newer than this program: 0001_init/)
})

test('a migration that failed half way is named', async () => {
  await db.sql.query(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '0001_init'`)
  assert.match((await getHealth(db, now, shipped)).migrations, /failed: 0001_init/)
})

test('a database that does not answer is said, and nothing throws', async () => {
  const nowhere = connect('postgres://nobody@127.0.0.1:1/none')
  after(() => nowhere.close())
  const health = await getHealth(nowhere, now, shipped)
  assert.deepEqual([health.status, health.database], ['failing', 'does not answer'])
})
