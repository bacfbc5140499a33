import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCluster } from './read-cluster.ts'
import { incompleteOf, isComplete, namesOf } from './testing/describe-snapshot.ts'
import { fillCluster } from './testing/fill-cluster.ts'
import { constraintKind, KINDS } from './testing/kinds.ts'
import { openFakeCluster } from './testing/open-fake-cluster.ts'

const kinds = [...Object.values(KINDS), constraintKind('K8sRequiredLabels')]
const wgpolicy = 'wgpolicyk8s.io/v1alpha2'

test('an answer that is too long at once is read namespace by namespace', async (t) => {
  const limits = { maxBytes: 8_000 }
  const { server, client } = await openFakeCluster(t, { kinds, limits, unpagedGroups: ['wgpolicyk8s.io'] })
  fillCluster(server)
  const message = 'x'.repeat(5_000)
  for (const namespace of ['kube-system', 'shop'])
    server.apply({
      apiVersion: wgpolicy,
      kind: 'PolicyReport',
      metadata: { name: `big-${namespace}`, namespace },
      message,
    })
  const snapshot = await readCluster(client)
  assert.deepEqual(incompleteOf(snapshot), [])
  assert.deepEqual(namesOf(snapshot.reports), ['big-kube-system', 'big-shop', 'cp1', 'p1', 'p2', 'r1'])

  server.apply({ apiVersion: wgpolicy, kind: 'PolicyReport', metadata: { name: 'more', namespace: 'shop' }, message })
  assert.match(
    incompleteOf(await readCluster(client)).join('\n'),
    /^policyreports\S+ unavailable: the answer is longer than/,
  )
})

test('a later page that is too long leaves nothing read twice or counted twice', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds, limits: { maxBytes: 200_000 } })
  const apply = (namespace: string, name: string, more = {}) => {
    server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
    server.apply({ apiVersion: wgpolicy, kind: 'PolicyReport', metadata: { name, namespace }, ...more })
  }
  for (let n = 0; n < 500; n++) apply('a', `p${n}`)
  for (const namespace of ['b', 'c']) apply(namespace, 'big', { message: 'x'.repeat(150_000) })
  const snapshot = await readCluster(client, { maxBytes: 500_000 })
  assert.deepEqual(incompleteOf(snapshot), [])
  assert.equal(snapshot.reports.length, 502)
})

test('a cluster that holds more than one snapshot may take is incomplete from there on', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  fillCluster(server)
  const snapshot = await readCluster(client, { maxBytes: 1_500 })
  assert.equal(isComplete(snapshot, 'namespaces'), true)
  assert.equal(isComplete(snapshot, 'owners'), false)
  assert.match(incompleteOf(snapshot)[0] ?? '', /unavailable: the cluster holds more than one snapshot may take$/)
})

test('too long an answer stays incomplete when the namespaces are not all known', async (t) => {
  const isDenied = ({ resource }: { resource: string }) => resource === 'namespaces'
  const { server, client } = await openFakeCluster(t, { kinds, isDenied, limits: { maxBytes: 8_000 } })
  const metadata = { name: 'big', namespace: 'shop' }
  server.apply({ apiVersion: wgpolicy, kind: 'PolicyReport', metadata, message: 'x'.repeat(9_000) })
  const snapshot = await readCluster(client)
  assert.deepEqual(snapshot.reports, [])
  assert.match(incompleteOf(snapshot).join('\n'), /policyreports\S+ unavailable: the answer is longer than/)
})
