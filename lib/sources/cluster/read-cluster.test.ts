import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { partCompleteness } from './part-completeness.ts'
import { readCluster } from './read-cluster.ts'
import { incompleteOf, isComplete, namesOf } from './testing/describe-snapshot.ts'
import { fillCluster } from './testing/fill-cluster.ts'
import { constraintKind, KINDS } from './testing/kinds.ts'
import { openFakeCluster } from './testing/open-fake-cluster.ts'

const kinds = [...Object.values(KINDS), constraintKind('K8sRequiredLabels')]
const wgpolicy = 'wgpolicyk8s.io/v1alpha2'

test('everything Muniment reads of a cluster is listed, complete, as plain data', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  fillCluster(server)
  const snapshot = await readCluster(client)
  assert.deepEqual(incompleteOf(snapshot), [])
  assert.deepEqual(namesOf(snapshot.reports), ['cp1', 'p1', 'p2', 'r1'])
  assert.deepEqual(namesOf(snapshot.constraints), ['need-owner'])
  assert.deepEqual(namesOf(snapshot.exceptions), ['e1', 'e2'])
  assert.deepEqual(namesOf(snapshot.policies), ['b1', 'c1', 'k8srequiredlabels', 'v1'])
  assert.deepEqual(snapshot.namespaces, [
    { name: 'kube-system', labels: { team: 'kube-system' } },
    { name: 'shop', labels: { team: 'shop' } },
  ])
  assert.equal(snapshot.clusterUid, 'uid-kube-system')
  assert.deepEqual(snapshot.owners, [
    { group: '', kind: 'Pod', namespace: 'shop', name: 'bare', uid: 'uid-bare' },
    {
      group: '',
      kind: 'Pod',
      namespace: 'shop',
      name: 'web-5d9-x',
      uid: 'uid-web-5d9-x',
      owner: { group: 'apps', kind: 'ReplicaSet', name: 'web-5d9', uid: 'uid-web-5d9' },
    },
    {
      group: 'apps',
      kind: 'ReplicaSet',
      namespace: 'shop',
      name: 'web-5d9',
      uid: 'uid-web-5d9',
      owner: { group: 'apps', kind: 'Deployment', name: 'web', uid: 'uid-web' },
    },
    {
      group: 'batch',
      kind: 'Job',
      namespace: 'shop',
      name: 'nightly-1',
      uid: 'uid-nightly-1',
      owner: { group: 'batch', kind: 'CronJob', name: 'nightly', uid: 'uid-nightly' },
    },
  ])
  assert.deepEqual(structuredClone(snapshot), snapshot)
})

test('of pods, replica sets, jobs and namespaces only the metadata is asked for', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  await readCluster(client)
  const asked = server.requests.filter(({ url }) => /\/(pods|replicasets|jobs|namespaces)\?/.test(url))
  assert.equal(asked.length, 4)
  for (const { headers } of asked)
    assert.equal(headers.accept, 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1')
})

test('nothing but GET is ever sent', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  await readCluster(client)
  assert.deepEqual([...new Set(server.requests.map(({ method }) => method))], ['GET'])
})

test('one kind that is not permitted is incomplete with its reason, and the others are read', async (t) => {
  const isDenied = ({ resource }: { resource: string }) => resource === 'policyreports'
  const { server, client } = await openFakeCluster(t, { kinds, isDenied })
  fillCluster(server)
  const snapshot = await readCluster(client)
  const message = 'not permitted \\(403\\): policyreports.wgpolicyk8s.io is forbidden: User ".+" cannot list resource'
  assert.match(
    incompleteOf(snapshot).join('\n'),
    new RegExp(`^policyreports.wgpolicyk8s.io not-permitted: ${message}.*$`),
  )
  assert.deepEqual(namesOf(snapshot.reports), ['cp1', 'r1'])
  assert.equal(isComplete(snapshot, 'reports'), false)
  for (const part of ['constraints', 'exceptions', 'policies', 'namespaces', 'owners'] as const)
    assert.ok(isComplete(snapshot, part))
})

test('exceptions that could not be listed do not look like no exceptions', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  fillCluster(server)
  server.fault({ match: /policyexceptions\?/, times: 5, status: 500, body: 'etcd leader changed\n' })
  const snapshot = await readCluster(client)
  assert.deepEqual(namesOf(snapshot.exceptions), ['e2'])
  assert.deepEqual(partCompleteness(snapshot.kinds, 'exceptions'), {
    complete: false,
    isServed: true,
    listed: 1,
    reasons: ['policyexceptions.kyverno.io: the server answered 500: etcd leader changed'],
  })
  assert.ok(isComplete(snapshot, 'reports'))
})

test('a connection that keeps breaking in the middle of a page leaves the kind incomplete, with the pages before it', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  for (let n = 0; n < 600; n++)
    server.apply({ apiVersion: wgpolicy, kind: 'PolicyReport', metadata: { name: `p${n}`, namespace: 'a' } })
  server.fault({ match: /wgpolicyk8s.*policyreports\?.*continue/, times: 5, action: 'cut' })
  const snapshot = await readCluster(client)
  assert.equal(snapshot.reports.length, 500)
  assert.match(
    incompleteOf(snapshot).join('\n'),
    /^policyreports.wgpolicyk8s.io unavailable: the connection failed: \S+$/,
  )
})

test('a list that expires twice counts as incomplete', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  const resource = server.addKind(KINDS.policyReports)
  for (let n = 0; n < 600; n++)
    server.apply({ apiVersion: wgpolicy, kind: 'PolicyReport', metadata: { name: `p${n}`, namespace: 'a' } })
  const compact = () => {
    server.store.compact(resource)
    return false
  }
  server.fault({
    match: (url) => url.searchParams.has('continue') && url.pathname.endsWith('/policyreports') && compact(),
  })
  const snapshot = await readCluster(client)
  assert.equal(snapshot.reports.length, 600)
  assert.match(incompleteOf(snapshot).join('\n'), /^policyreports.wgpolicyk8s.io inconsistent: the list expired twice/)
})

test('groups that the cluster does not serve are absent: complete, empty, and said to be absent', async (t) => {
  const { client } = await openFakeCluster(t, { kinds: [KINDS.namespaces, KINDS.pods, KINDS.replicasets, KINDS.jobs] })
  const snapshot = await readCluster(client)
  assert.deepEqual(incompleteOf(snapshot), [])
  for (const part of ['reports', 'exceptions', 'constraints', 'policies'] as const)
    assert.deepEqual(partCompleteness(snapshot.kinds, part), {
      complete: true,
      isServed: false,
      listed: 0,
      reasons: [],
    })
})

test('a kind that vanishes between discovery and list is unavailable, not empty', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  server.fault({ match: /\/policyreports\?/, status: 404, body: '404 page not found\n' })
  assert.match(
    incompleteOf(await readCluster(client)).join('\n'),
    /^policyreports\S+ unavailable: the server answered 404/,
  )
})

test('a template or a namespace that cannot be read makes its part incomplete', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  fillCluster(server)
  server.apply({ apiVersion: 'templates.gatekeeper.sh/v1', kind: 'ConstraintTemplate', metadata: { name: 'odd' } })
  const metadata = { resourceVersion: '5' }
  const body = JSON.stringify({ kind: 'NamespaceList', metadata, items: [{ metadata: { name: 'a', uid: 'b' } }, {}] })
  server.fault({ match: /\/namespaces\?/, status: 200, body })
  const snapshot = await readCluster(client)
  assert.deepEqual(incompleteOf(snapshot), [
    'namespaces unavailable: 1 of 2 entries cannot be read',
    'constrainttemplates.templates.gatekeeper.sh unavailable: 1 of the templates cannot be read',
  ])
  assert.deepEqual(snapshot.namespaces, [{ name: 'a', labels: {} }])
})

test('reports of reports-server are read whole and get the apiVersion and kind they come without', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds, unpagedGroups: ['wgpolicyk8s.io'] })
  fillCluster(server)
  const snapshot = await readCluster(client)
  assert.deepEqual(incompleteOf(snapshot), [])
  const typed = z.array(z.object({ apiVersion: z.string(), kind: z.string() })).parse(snapshot.reports)
  assert.deepEqual(
    [...new Set(typed.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))],
    [`${wgpolicy} PolicyReport`, `${wgpolicy} ClusterPolicyReport`, 'openreports.io/v1alpha1 Report'],
  )
})

test('a cluster that does not answer gives an empty snapshot in which nothing is complete', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  await server.close()
  const snapshot = await readCluster(client)
  assert.deepEqual(snapshot.reports, [])
  for (const { complete, reason } of snapshot.kinds) {
    assert.equal(complete, false)
    assert.match(reason ?? '', /ECONNREFUSED/)
  }
  for (const part of ['reports', 'constraints', 'exceptions', 'policies', 'namespaces', 'owners'] as const)
    assert.equal(isComplete(snapshot, part), false)
})

test('credentials that are not accepted are asked once and leave nothing complete', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  server.options.token = 'another'
  const snapshot = await readCluster(client)
  assert.equal(server.requests.length, 1)
  assert.match(
    incompleteOf(snapshot)[0] ?? '',
    /namespaces unavailable: discovery: the credentials are not accepted \(401\)/,
  )
  assert.ok(snapshot.kinds.every(({ complete }) => !complete))
})

test('an abort stops the reading instead of giving half a snapshot', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  const stop = new AbortController()
  const match = (url: URL) => {
    if (url.pathname.endsWith('/policyexceptions')) stop.abort(new Error('shutting down'))
    return false
  }
  server.fault({ match })
  await assert.rejects(readCluster(client, { signal: stop.signal }), /^Error: shutting down$/)
})
