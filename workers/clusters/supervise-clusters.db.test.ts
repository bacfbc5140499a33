import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pino from 'pino'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { limit } from '#lib/sources/cluster/follow/gate.ts'
import { FakeApiServer } from '#lib/sources/cluster/testing/fake-apiserver.ts'
import { KINDS } from '#lib/sources/cluster/testing/kinds.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { quickPace } from '#lib/testing/quick-pace.ts'
import { until } from '#lib/testing/until.ts'
import type { ClusterBook } from './cluster-book.ts'
import { clusterLeases, LeaseLost } from './cluster-leases.ts'
import { superviseClusters } from './supervise-clusters.ts'

const running: { stop: () => Promise<void> }[] = []
after(() => Promise.all(running.map(({ stop }) => stop())))
const { db } = await testDatabase()
const server = new FakeApiServer({ bookmarkMs: 20 })
for (const kind of Object.values(KINDS)) server.addKind(kind)
before(() => server.listen())
after(() => server.close())

const NAMES = ['eu-1', 'eu-2', 'us-1', 'us-2']
const bookOf =
  (names: readonly string[]): ClusterBook =>
  async () =>
    new Map(names.map((context) => [context, { context, server: server.url }]))
function supervise(book: ClusterBook, workerId = randomUUID()) {
  const supervisor = superviseClusters({
    db,
    leases: clusterLeases(db, workerId),
    book,
    pace: quickPace(),
    gate: { readings: limit(2), changes: limit(4) },
    log: pino({ level: 'silent' }),
    onOwnersChanged: async () => {},
    tickMs: 30,
  })
  let stopped: Promise<void> | undefined
  const stop = async () => {
    stopped ??= supervisor.stop()
    await stopped
    await db.sql.query('DELETE FROM worker_beat WHERE worker_id = $1', [workerId])
  }
  running.push({ stop })
  return { workerId, stop }
}
const held = async () => {
  const { rows } = await db.sql.query<{ cluster: string; worker: string }>(
    'SELECT cluster, worker_id AS worker FROM cluster_lease WHERE worker_id IS NOT NULL AND held_until > now() ORDER BY cluster',
  )
  return rows
}
const heldBy = async (workerId: string) =>
  (await held()).filter(({ worker }) => worker === workerId).map(({ cluster }) => cluster)
const report = (name: string) => ({
  apiVersion: 'wgpolicyk8s.io/v1alpha2',
  kind: 'PolicyReport',
  metadata: { name, namespace: 'shop' },
  scope: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name },
  results: [{ source: 'kyverno', policy: 'no-latest', rule: 'rule', result: 'fail' }],
})

test('a worker follows every cluster it can reach, says how each is, and gives all back when it stops', async () => {
  server.apply(report('web'))
  const one = supervise(bookOf(NAMES))
  await until(
    () => heldBy(one.workerId),
    (clusters) => clusters.length === NAMES.length,
  )
  const states = async () =>
    (await db.sql.query<{ state: string; objects: number }>('SELECT DISTINCT state, objects FROM cluster_lease')).rows
  assert.deepEqual(await until(states, (rows) => rows.length === 1 && rows[0]?.state === 'live'), [
    { state: 'live', objects: 1 },
  ])
  const open = async () =>
    (await db.sql.query<{ count: number }>('SELECT count(*)::int AS count FROM finding_open')).rows[0]?.count
  assert.equal(await open(), NAMES.length)
  await one.stop()
  assert.deepEqual(await held(), [])
})

test('workers share the clusters evenly, and what one leaves another takes', async () => {
  const one = supervise(bookOf(NAMES))
  await until(
    () => heldBy(one.workerId),
    (clusters) => clusters.length === 4,
  )
  const two = supervise(bookOf(NAMES))
  await until(
    async () => [(await heldBy(one.workerId)).length, (await heldBy(two.workerId)).length].join(),
    (counts) => counts === '2,2',
  )
  await one.stop()
  await until(
    () => heldBy(two.workerId),
    (clusters) => clusters.length === 4,
  )
  await two.stop()
})

test('a cluster of a worker that has fallen silent is taken over, one of a worker that has not is left alone', async () => {
  const [silent, alive] = [randomUUID(), randomUUID()]
  const hold = (cluster: string, worker: string, seconds: number) =>
    db.sql.query(
      `UPDATE cluster_lease SET worker_id = $2, held_until = now() + make_interval(secs => $3) WHERE cluster = $1`,
      [cluster, worker, seconds],
    )
  await hold('eu-1', silent, -1)
  await hold('eu-2', alive, 60)
  const one = supervise(bookOf(NAMES))
  await until(
    () => heldBy(one.workerId),
    (clusters) => clusters.join() === 'eu-1,us-1,us-2',
  )
  assert.deepEqual(await heldBy(alive), ['eu-2'])
  await one.stop()
  await db.sql.query('UPDATE cluster_lease SET worker_id = NULL, held_until = NULL')
})

test('a worker whose cluster was taken stores nothing more of it', async () => {
  const one = supervise(bookOf(['eu-1']))
  await until(
    () => heldBy(one.workerId),
    (clusters) => clusters.length === 1,
  )
  const guard = clusterLeases(db, one.workerId).guard('eu-1')
  await inTransaction(db, guard)
  await db.sql.query(
    `UPDATE cluster_lease SET worker_id = $1, held_until = now() + interval '1 minute' WHERE cluster = 'eu-1'`,
    [randomUUID()],
  )
  await assert.rejects(inTransaction(db, guard), LeaseLost)
  const scans = async () => (await db.sql.query('SELECT 1 FROM scan')).rows.length
  const before = await scans()
  const asked = server.requests.length
  server.apply(report('late'))
  // The old worker lets go: once its watches have ended, nobody asks for anything.
  await until(
    () => server.watches,
    (watches) => watches === 0,
  )
  assert.ok(server.requests.length >= asked)
  assert.equal(await scans(), before)
  await one.stop()
  await db.sql.query('UPDATE cluster_lease SET worker_id = NULL, held_until = NULL')
})

test('nobody can claim a cluster while something of it is being stored', async () => {
  const [one, two] = [clusterLeases(db, randomUUID()), clusterLeases(db, randomUUID())]
  assert.deepEqual(await one.claim(['eu-1'], 1), ['eu-1'])
  await inTransaction(db, async (client) => {
    await one.guard('eu-1')(client)
    await db.sql.query(`UPDATE cluster_lease SET held_until = now() - interval '1 second' WHERE cluster = 'eu-1'`)
    assert.deepEqual(await two.claim(['eu-1'], 1), [])
  })
  assert.deepEqual(await two.claim(['eu-1'], 1), ['eu-1'])
  await db.sql.query('UPDATE cluster_lease SET worker_id = NULL, held_until = NULL')
})

test('a cluster that is no longer wanted is let go', async () => {
  let names = ['eu-1', 'eu-2']
  const one = supervise(() => bookOf(names)())
  await until(
    () => heldBy(one.workerId),
    (clusters) => clusters.length === 2,
  )
  names = ['eu-2']
  await until(
    () => heldBy(one.workerId),
    (clusters) => clusters.join() === 'eu-2',
  )
  await one.stop()
})
