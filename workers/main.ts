import { randomUUID } from 'node:crypto'
import { PgBoss } from 'pg-boss'
import { connect } from '#lib/db/connect.ts'
import { readEnv } from '#lib/env.ts'
import { ProductError } from '#lib/errors.ts'
import { runTasks } from '#lib/jobs/run-tasks.ts'
import { limit } from '#lib/sources/cluster/follow/gate.ts'
import { PACE } from '#lib/sources/cluster/follow/pace.ts'
import { kubeconfigBook } from './clusters/cluster-book.ts'
import { clusterLeases } from './clusters/cluster-leases.ts'
import { superviseClusters } from './clusters/supervise-clusters.ts'
import { createLog } from './log.ts'
import { schedule } from './schedule.ts'
import { createTasks } from './tasks/create-tasks.ts'

/** Long readings of whole clusters hold much in memory; single changes hold little, and connections to the database. */
const READINGS_AT_ONCE = 2
const CHANGES_AT_ONCE = 4
const QUEUED_MS = 2_000

const log = createLog('worker')
const env = readEnv()
if (!env.databaseUrl) throw new ProductError('invalid', 'the worker needs DATABASE_URL; `npm start` sets it')

const db = connect(env.databaseUrl)
const boss = new PgBoss({ connectionString: env.databaseUrl, application_name: 'muniment-queue', max: 5 })
boss.on('error', (error) => log.error({ err: error }, 'queue'))

await boss.start()
await runTasks(boss, createTasks({ db, env }), log)
await schedule(boss)

const workerId = randomUUID()
const book = kubeconfigBook(db, env, log)
await book()
const clusters = superviseClusters({
  db,
  leases: clusterLeases(db, workerId),
  book,
  pace: PACE,
  gate: { readings: limit(READINGS_AT_ONCE), changes: limit(CHANGES_AT_ONCE) },
  log,
  onOwnersChanged: async () => {
    await boss.send('assign-ownership', {}, { singletonKey: 'all', startAfter: 5 })
  },
})

/** A bundle's row says what is wanted; a job only carries its id. */
const enqueueBundles = async () => {
  const { rows } = await db.sql.query<{ id: string }>(`SELECT id FROM bundle WHERE state = 'queued'`)
  for (const { id } of rows) await boss.send('make-bundle', { bundleId: id }, { singletonKey: id })
}
const queueing = setInterval(() => enqueueBundles().catch((error) => log.error({ err: error }, 'bundles')), QUEUED_MS)
log.info({ pid: process.pid }, 'working')

let stopping = false
const stop = async () => {
  if (stopping) return
  stopping = true
  clearInterval(queueing)
  await clusters.stop()
  await boss.stop({ graceful: true, timeout: 20_000 })
  await db.sql.query('DELETE FROM worker_beat WHERE worker_id = $1', [workerId]).catch(() => {})
  await db.close()
  process.exit(0)
}
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop)
