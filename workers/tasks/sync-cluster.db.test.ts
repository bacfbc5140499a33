import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pino from 'pino'
import { closeReasonOf } from '#lib/domain/closing.ts'
import { FakeApiServer } from '#lib/sources/cluster/testing/fake-apiserver.ts'
import { KINDS } from '#lib/sources/cluster/testing/kinds.ts'
import { buildClusterPolicy } from '#lib/testing/build-policy.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { syncCluster } from './sync-cluster.ts'

const { db } = await testDatabase()
const server = new FakeApiServer({ token: 'let-me-in' })
for (const kind of Object.values(KINDS)) server.addKind(kind)
let kubeconfig = ''
before(async () => {
  await server.listen({ isTls: true })
  kubeconfig = join(await mkdtemp(join(tmpdir(), 'sync-cluster-')), 'config')
  await writeFile(kubeconfig, server.kubeconfig('eu-1'))
})
after(async () => {
  await server.close()
  await rm(join(kubeconfig, '..'), { recursive: true, force: true })
})

const report = (name: string, results: { policy: string; result: string }[]) => ({
  apiVersion: 'wgpolicyk8s.io/v1alpha2',
  kind: 'PolicyReport',
  metadata: { name: `uid-${name}`, namespace: 'shop', labels: { 'app.kubernetes.io/managed-by': 'kyverno' } },
  scope: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name },
  results: results.map((result) => ({ source: 'kyverno', rule: 'rule', message: 'said so', ...result })),
})
const fails = (policy: string) => ({ policy, result: 'fail' })

let minutes = 0
const sync = () => {
  minutes += 20
  const now = new Date(Date.UTC(2026, 9, 5) + minutes * 60_000)
  return syncCluster({
    db,
    kubeconfig,
    context: 'eu-1',
    now,
    signal: new AbortController().signal,
    log: pino({ level: 'silent' }),
  })
}
const openNames = async () =>
  (
    await db.sql.query(
      `SELECT s.name FROM finding_open f JOIN subject_state s USING (source_id, feed_id, subject) ORDER BY 1`,
    )
  ).rows.map(({ name }) => name)
const lastReason = async () => {
  const { rows } = await db.sql.query<{ close_reason: number }>(
    'SELECT close_reason FROM finding_closed ORDER BY closed_at DESC LIMIT 1',
  )
  return rows[0] && closeReasonOf(rows[0].close_reason)
}

test('reports of a cluster become findings with one reading', async () => {
  server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'Payments' } } })
  server.apply(report('web', [fails('disallow-latest-tag')]))
  server.apply(report('api', [fails('disallow-latest-tag'), { policy: 'require-labels', result: 'pass' }]))
  await sync()
  assert.deepEqual(await openNames(), ['api', 'web'])
})

test('findings belong to the team that the namespace names', async () => {
  const { rows } = await db.sql.query(`SELECT DISTINCT t.slug FROM finding_open f JOIN team t ON t.id = f.team_id`)
  assert.deepEqual(rows, [{ slug: 'payments' }])
})

test('a deleted report closes its findings as deleted, a result that is gone as not evaluated: never as fixed', async () => {
  const resource = server.store.ofKind('wgpolicyk8s.io/v1alpha2', 'PolicyReport')
  assert.ok(resource)
  server.store.delete(resource, 'shop', 'uid-web')
  await sync()
  assert.deepEqual([await openNames(), await lastReason()], [['api'], 'resource_deleted'])
  server.apply(report('api', [{ policy: 'require-labels', result: 'pass' }]))
  await sync()
  assert.deepEqual([await openNames(), await lastReason()], [[], 'not_evaluated'])
})

test('a kind that may not be listed closes nothing and marks the source degraded with the reason', async () => {
  server.apply(report('web', [fails('disallow-latest-tag')]))
  await sync()
  server.options.isDenied = ({ resource }) => resource === 'policyreports'
  const [scan] = await sync()
  server.options.isDenied = () => false
  assert.equal(scan?.complete, false)
  assert.deepEqual(await openNames(), ['web'])
  const { rows } = await db.sql.query(`SELECT status, status_reason FROM source`)
  assert.equal(rows[0]?.status, 'degraded')
  assert.match(rows[0]?.status_reason, /policyreports/)
})

test('a cluster that does not answer closes nothing and says so', async () => {
  await assert.rejects(
    syncCluster({
      db,
      kubeconfig,
      context: 'gone',
      now: new Date(),
      signal: new AbortController().signal,
      log: pino({ level: 'silent' }),
    }),
    /no context gone/,
  )
  assert.deepEqual(await openNames(), ['web'])
})

test('a second reading of an unchanged cluster writes no finding', async () => {
  await sync()
  const outcomes = await sync()
  assert.deepEqual(
    outcomes.map(({ rowsWritten }) => rowsWritten),
    [0, 0],
  )
})

test('what the policies of a cluster say of themselves is kept, and what enforces since when', async () => {
  const policy = (action: string) => buildClusterPolicy({ spec: { validationFailureAction: action } })
  const modes = async () =>
    (
      await db.sql.query(
        `SELECT m.mode, m.valid_to IS NULL AS open, c.title FROM check_mode m JOIN policy_check c ON c.id = m.check_id
         WHERE c.policy = 'require-labels' ORDER BY m.valid_from`,
      )
    ).rows
  server.apply(policy('Audit'))
  await sync()
  server.apply(policy('Enforce'))
  server.fault({ match: /clusterpolicies/, status: 403, reason: 'Forbidden', message: 'no' })
  await sync()
  assert.deepEqual(await modes(), [{ mode: 4, open: true, title: 'Require labels' }])
  await sync()
  assert.deepEqual(await modes(), [
    { mode: 4, open: false, title: 'Require labels' },
    { mode: 3, open: true, title: 'Require labels' },
  ])
})

test('a ring of runtime events that is read again with the rest of the cluster counts once', async () => {
  const falco = {
    apiVersion: 'wgpolicyk8s.io/v1alpha2',
    kind: 'PolicyReport',
    metadata: { name: 'falco-policy-report', namespace: 'shop' },
    results: [{ source: 'Falco', policy: 'Terminal shell', result: 'fail', message: 'a shell', severity: 'high' }],
  }
  server.apply(falco)
  for (let i = 0; i < 3; i++) await sync()
  const { rows } = await db.sql.query('SELECT events, message FROM event_day')
  assert.deepEqual(rows, [{ events: 1, message: 'a shell' }])
})
