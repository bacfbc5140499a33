import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeReasonOf } from '#lib/domain/closing.ts'
import { openApiClient } from '#lib/sources/cluster/api-client.ts'
import { followCluster } from '#lib/sources/cluster/follow/follow-cluster.ts'
import { limit } from '#lib/sources/cluster/follow/gate.ts'
import type { Pace } from '#lib/sources/cluster/follow/pace.ts'
import { FakeApiServer } from '#lib/sources/cluster/testing/fake-apiserver.ts'
import { KINDS } from '#lib/sources/cluster/testing/kinds.ts'
import { buildClusterPolicy } from '#lib/testing/build-policy.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { quickPace } from '#lib/testing/quick-pace.ts'
import { until } from '#lib/testing/until.ts'
import { openClusterSink } from './cluster-sink.ts'

const { db } = await testDatabase()

const fails = (policy: string) => ({ policy, result: 'fail' })
const report = (name: string, results: { policy: string; result: string }[], more: object = {}) => ({
  apiVersion: 'wgpolicyk8s.io/v1alpha2',
  kind: 'PolicyReport',
  metadata: { name: `uid-${name}`, namespace: 'shop', labels: { 'app.kubernetes.io/managed-by': 'kyverno' } },
  scope: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name },
  results: results.map((result) => ({ source: 'kyverno', rule: 'rule', message: 'said so', ...result })),
  ...more,
})

let clusters = 0
/** A cluster with two workloads that is followed until the test ends. */
async function followed(
  t: { after: (end: () => Promise<void>) => void },
  pace: Partial<Pace> = {},
  options: ConstructorParameters<typeof FakeApiServer>[0] = {},
) {
  const name = `cluster-${clusters++}`
  const server = new FakeApiServer({ bookmarkMs: 20, ...options })
  for (const kind of Object.values(KINDS)) server.addKind(kind)
  server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'Payments' } } })
  server.apply(report('web', [fails('no-latest')]))
  server.apply(report('api', [fails('no-latest'), { policy: 'need-labels', result: 'pass' }]))
  await server.listen()
  const sink = await openClusterSink({ db, name, guard: async () => {}, onOwnersChanged: async () => {} })
  const client = openApiClient(
    { context: name, server: server.url },
    { backoffMs: () => 1, tries: 2, timeoutMs: 2_000 },
  )
  const stop = new AbortController()
  const gate = { readings: limit(2), changes: limit(2) }
  const follower = followCluster({ client, sink, pace: quickPace(pace), gate, signal: stop.signal }, () => false)
  const ended = follower.run()
  t.after(async () => {
    stop.abort()
    await ended
    await client.close()
    await server.close()
  })
  const open = async () => {
    const { rows } = await db.sql.query<{ name: string }>(
      `SELECT s.name FROM finding_open f JOIN subject_state s USING (source_id, feed_id, subject) WHERE f.source_id = $1 ORDER BY 1`,
      [sink.sourceId],
    )
    return rows.map((row) => row.name).join()
  }
  const scans = async () => {
    const { rows } = await db.sql.query<{ complete: boolean; listed: number; within: string[] | null }>(
      `SELECT complete, listed, context -> 'within' AS within FROM scan WHERE source_id = $1 ORDER BY observed_at, received_at`,
      [sink.sourceId],
    )
    return rows
  }
  const source = async () =>
    (
      await db.sql.query<{ status: string; status_reason: string | null }>(
        'SELECT status, status_reason FROM source WHERE id = $1',
        [sink.sourceId],
      )
    ).rows[0]
  const isLive = () =>
    until(
      () => follower.state().state,
      (state) => state === 'live',
    )
  const opens = (names: string) => until(open, (now) => now === names)
  const resource = () => server.addKind(KINDS.policyReports)
  await isLive()
  return { server, follower, sourceId: sink.sourceId, open, opens, scans, source, isLive, resource }
}
const lastReason = async (sourceId: number) => {
  const { rows } = await db.sql.query<{ reason: number }>(
    'SELECT close_reason AS reason FROM finding_closed WHERE source_id = $1 ORDER BY closed_at DESC LIMIT 1',
    [sourceId],
  )
  return rows[0] && closeReasonOf(rows[0].reason)
}

test('what a cluster reports becomes findings of the team that the namespace names, and a change is there at once', async (t) => {
  const { server, open, opens, sourceId, resource } = await followed(t)
  assert.equal(await open(), 'api,web')
  const { rows } = await db.sql.query(
    'SELECT DISTINCT t.slug FROM finding_open f JOIN team t ON t.id = f.team_id WHERE source_id = $1',
    [sourceId],
  )
  assert.deepEqual(rows, [{ slug: 'payments' }])
  server.apply(report('job', [fails('no-latest')]))
  await opens('api,job,web')
  server.store.delete(resource(), 'shop', 'uid-web')
  await opens('api,job')
  assert.equal(await lastReason(sourceId), 'resource_deleted')
  server.apply(report('api', [{ policy: 'need-labels', result: 'pass' }]))
  await opens('job')
  assert.equal(await lastReason(sourceId), 'not_evaluated')
})

test('a report that was only evaluated again causes no list and no row', async (t) => {
  const { server, scans, follower, isLive } = await followed(t)
  const before = await scans()
  const lists = () => server.requests.filter(({ url }) => /policyreports\?limit/.test(url)).length
  const listed = lists()
  const since = Date.now()
  for (const name of ['web', 'api'])
    server.apply({
      ...report(
        name,
        name === 'web' ? [fails('no-latest')] : [fails('no-latest'), { policy: 'need-labels', result: 'pass' }],
      ),
      summary: { pass: 9 },
    })
  await until(
    () => follower.state().lastEventAt?.getTime() ?? 0,
    (at) => at >= since,
  )
  await isLive()
  assert.equal(lists(), listed)
  assert.deepEqual(await scans(), before)
})

test('only the namespace that changed is read again, and stored as one complete scan', async (t) => {
  const { server, scans, opens } = await followed(t)
  server.apply(
    report('far', [fails('no-latest')], {
      metadata: { name: 'uid-far', namespace: 'data' },
      scope: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'data', name: 'far' },
    }),
  )
  await opens('api,far,web')
  assert.deepEqual((await scans()).at(-1), { complete: true, listed: 1, within: ['data'] })
})

test('a feed that is watched stays fresh without being read', async (t) => {
  const { sourceId, scans } = await followed(t)
  const count = (await scans()).length
  const since = new Date()
  await until(
    async () =>
      (
        await db.sql.query<{ at: Date }>(
          `SELECT last_complete_at AS at FROM feed WHERE source_id = $1 AND kind = 'policy-report'`,
          [sourceId],
        )
      ).rows[0]?.at,
    (at) => at !== undefined && at > since,
  )
  assert.equal((await scans()).length, count)
})

test('a kind that may not be listed closes nothing, is said on the source, and is made up for when it may again', async (t) => {
  const { server, open, opens, source, resource, isLive } = await followed(t)
  server.options.isDenied = ({ resource: name }) => name === 'policyreports'
  server.store.delete(resource(), 'shop', 'uid-web')
  const told = await until(source, (row) => row?.status === 'degraded')
  assert.match(told?.status_reason ?? '', /policyreports.wgpolicyk8s.io: not permitted/)
  assert.equal(await open(), 'api,web')
  server.heal()
  await opens('api')
  await isLive()
  await until(source, (row) => row?.status === 'ok')
})

test('without the right to watch, changes are found by comparing', async (t) => {
  const { server, opens, follower } = await followed(t, {}, { isDenied: ({ verb }) => verb === 'watch' })
  server.apply(report('job', [fails('no-latest')]))
  await opens('api,job,web')
  const notes = await until(
    () => follower.state().kinds.flatMap(({ note }) => note ?? []),
    (all) => all.length > 0,
  )
  assert.match(notes[0] ?? '', /may be listed, not watched/)
  assert.equal(server.watches, 0)
})

test('reports-server is recognised, not watched, and what it does not tell is found all the same', async (t) => {
  const { server, opens, follower, resource } = await followed(t, {}, { unpagedGroups: ['wgpolicyk8s.io'] })
  server.apply(report('job', [fails('no-latest')]))
  await opens('api,job,web')
  server.store.delete(resource(), 'shop', 'uid-web')
  await opens('api,job')
  assert.match(
    follower.state().kinds.find(({ kind }) => kind.startsWith('policyreports'))?.note ?? '',
    /reports-server/,
  )
  assert.ok(!server.requests.some(({ url }) => /wgpolicyk8s.*policyreports\?watch/.test(url)))
})

test('a report that is emptied and filled again within the minute closes nothing', async (t) => {
  const { server, sourceId, follower, opens } = await followed(t, { emptiedMs: 60_000 })
  server.apply(report('web', []))
  await until(
    () => follower.state().state,
    (state) => state === 'catching up',
  )
  server.apply(report('web', [fails('no-latest')]))
  server.apply(report('job', [fails('no-latest')]))
  await opens('api,job,web')
  const { rows } = await db.sql.query('SELECT 1 FROM finding_event WHERE source_id = $1 AND event = 2', [sourceId])
  assert.equal(rows.length, 0)
})

test('a steady stream of changes cannot keep a change from being stored', async (t) => {
  const { server, opens } = await followed(t, { quietMs: 200, latestMs: 300 })
  let n = 0
  const stream = setInterval(
    () => server.apply(report(`noise-${n++ % 3}`, [{ policy: `check-${n}`, result: 'pass' }])),
    20,
  )
  try {
    server.apply(report('job', [fails('no-latest')]))
    await opens('api,job,web')
  } finally {
    clearInterval(stream)
  }
})

test('a CRD that is removed closes what it held, and a group that cannot be discovered does not', async (t) => {
  const { server, open, opens, isLive } = await followed(t)
  server.apply({
    ...report('other', [fails('no-latest')]),
    apiVersion: 'openreports.io/v1alpha1',
    kind: 'Report',
  })
  await opens('api,other,web')
  server.fault({ match: /^\/apis\/wgpolicyk8s.io/, times: 6, status: 503, body: 'service unavailable\n' })
  await until(
    () => server.requests.filter(({ url }) => url.startsWith('/apis/wgpolicyk8s.io/v1alpha2')).length,
    (count) => count > 8,
  )
  assert.equal(await open(), 'api,other,web')
  for (const plural of ['reports', 'clusterreports']) server.store.dropKind('openreports.io', plural)
  await opens('api,web')
  await isLive()
})

test('what the policies of a cluster say of themselves is kept, and what enforces since when', async (t) => {
  const { server, sourceId } = await followed(t)
  const policy = (action: string) => buildClusterPolicy({ spec: { validationFailureAction: action } })
  const modes = async () =>
    (
      await db.sql.query<{ mode: number; open: boolean }>(
        `SELECT m.mode, m.valid_to IS NULL AS open FROM check_mode m JOIN policy_check c ON c.id = m.check_id
         WHERE m.source_id = $1 AND c.policy = 'require-labels' ORDER BY m.valid_from`,
        [sourceId],
      )
    ).rows
  server.apply(policy('Audit'))
  await until(modes, (rows) => rows.length === 1 && rows[0]?.mode === 4)
  server.apply(policy('Enforce'))
  await until(modes, (rows) => rows.length === 2 && rows[1]?.mode === 3 && rows[1].open)
})

test('a ring of runtime events that is read again with the rest of the cluster counts once', async (t) => {
  const { server, sourceId, follower } = await followed(t)
  const falco = (...messages: string[]) => ({
    apiVersion: 'wgpolicyk8s.io/v1alpha2',
    kind: 'PolicyReport',
    metadata: { name: 'falco-policy-report', namespace: 'shop' },
    results: messages.map((message) => ({
      source: 'Falco',
      policy: 'Terminal shell',
      result: 'fail',
      message,
      severity: 'high',
    })),
  })
  const events = async () =>
    (
      await db.sql.query<{ events: number }>('SELECT sum(events)::int AS events FROM event_day WHERE source_id = $1', [
        sourceId,
      ])
    ).rows[0]?.events
  server.apply(falco('a shell'))
  await until(events, (count) => count === 1)
  server.apply(falco('a shell', 'another'))
  await until(events, (count) => count === 2)
  await until(
    () => follower.state().state,
    (state) => state === 'live',
  )
  assert.equal(await events(), 2)
})
