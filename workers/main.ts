import { randomUUID } from 'node:crypto'
import { PgBoss } from 'pg-boss'
import { connect } from '#lib/db/connect.ts'
import { readEnv } from '#lib/env.ts'
import { ProductError } from '#lib/errors.ts'
import { runTasks } from '#lib/jobs/run-tasks.ts'
import { chooseContexts } from './choose-contexts.ts'
import { createLog } from './log.ts'
import { schedule } from './schedule.ts'
import { createTasks } from './tasks/create-tasks.ts'

const BEAT_MS = 20_000
const QUEUED_MS = 2_000

const log = createLog('worker')
const env = readEnv()
if (!env.databaseUrl) throw new ProductError('invalid', 'the worker needs DATABASE_URL; `npm start` sets it')

const db = connect(env.databaseUrl)
const boss = new PgBoss({ connectionString: env.databaseUrl, application_name: 'muniment-queue', max: 5 })
boss.on('error', (error) => log.error({ err: error }, 'queue'))

await boss.start()
await runTasks(boss, createTasks({ db, env, log }), log)
await schedule(boss, await chooseContexts(db, env, log))

const workerId = randomUUID()
const startedAt = new Date()
const beat = () =>
  db.sql
    .query(
      `INSERT INTO worker_beat (worker_id, started_at, beat_at) VALUES ($1, $2, $3)
       ON CONFLICT (worker_id) DO UPDATE SET beat_at = excluded.beat_at`,
      [workerId, startedAt, new Date()],
    )
    .catch((error) => log.error({ err: error }, 'beat'))
await beat()
const beating = setInterval(beat, BEAT_MS)

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
  clearInterval(beating)
  clearInterval(queueing)
  await boss.stop({ graceful: true, timeout: 20_000 })
  await db.sql.query('DELETE FROM worker_beat WHERE worker_id = $1', [workerId]).catch(() => {})
  await db.close()
  process.exit(0)
}
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop)
