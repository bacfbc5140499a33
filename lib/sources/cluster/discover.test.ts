import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApiClient } from './api-client.ts'
import { discover } from './discover.ts'
import { constraintKind, KINDS } from './testing/kinds.ts'
import { openFakeCluster } from './testing/open-fake-cluster.ts'

async function statesOf(client: ApiClient) {
  const { found, templates } = await discover(client)
  const all = [...found, { name: 'templates', ...templates }]
  return new Map(all.map((one) => [one.name, one.state === 'served' ? one.resource.version : one.state]))
}

test('each kind is read in the newest version that serves it', async (t) => {
  const { server, client } = await openFakeCluster(t, {
    kinds: [
      { ...KINDS.policyReports, versions: ['v1alpha1', 'v1beta1', 'v1alpha2'] },
      KINDS.clusterPolicyReports,
      { ...KINDS.policyExceptions, versions: ['v2beta1', 'v2', 'v2alpha1'] },
      KINDS.celPolicyExceptions,
      constraintKind('K8sRequiredLabels'),
    ],
  })
  server.addKind({ ...KINDS.policyExceptions, versions: ['v3'], plural: 'others', kind: 'Other' })
  const states = await statesOf(client)
  assert.equal(states.get('policyreports.wgpolicyk8s.io'), 'v1beta1')
  assert.equal(states.get('clusterpolicyreports.wgpolicyk8s.io'), 'v1alpha2')
  assert.equal(states.get('policyexceptions.kyverno.io'), 'v2')
  assert.equal(states.get('policyexceptions.policies.kyverno.io'), 'v1')
  assert.equal(states.get('k8srequiredlabels.constraints.gatekeeper.sh'), 'v1beta1')
  assert.deepEqual(
    [...states.keys()].filter((name) => name.includes('/')),
    [],
  )
})

test('what a cluster does not serve is absent, and only that', async (t) => {
  const { client } = await openFakeCluster(t, { kinds: [KINDS.policyReports] })
  const states = await statesOf(client)
  assert.equal(states.get('policyreports.wgpolicyk8s.io'), 'v1alpha2')
  for (const name of [
    'clusterpolicyreports.wgpolicyk8s.io',
    'reports.openreports.io',
    'constraints.gatekeeper.sh',
    'templates',
  ])
    assert.equal(states.get(name), 'absent', name)
})

test('a group that the list of groups lacks but the server knows is not absent', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds: [KINDS.policyReports] })
  const body = JSON.stringify({ kind: 'APIGroupList', groups: [] })
  server.fault({ match: /^\/apis$/, status: 200, body })
  assert.equal((await statesOf(client)).get('policyreports.wgpolicyk8s.io'), 'v1alpha2')
})

test('a group that is asked for by name and does not answer 404 is not absent', async (t) => {
  const { server, client } = await openFakeCluster(t)
  server.fault({ match: /^\/apis\/openreports.io$/, times: 5, status: 503, body: 'service unavailable\n' })
  const states = await statesOf(client)
  assert.equal(states.get('reports.openreports.io'), 'unavailable')
  assert.equal(states.get('policyreports.wgpolicyk8s.io'), 'absent')
})

test('a group whose discovery fails is unavailable or not permitted, and the others are found', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds: Object.values(KINDS) })
  server.fault({ match: /wgpolicyk8s/, times: 5, status: 503, body: 'service unavailable\n' })
  server.fault({ match: /\/kyverno\.io\/v2$/, status: 403, reason: 'Forbidden', message: 'no' })
  const { found } = await discover(client)
  const byName = new Map(found.map((one) => [one.name, one]))
  assert.deepEqual(byName.get('policyreports.wgpolicyk8s.io'), {
    part: 'reports',
    name: 'policyreports.wgpolicyk8s.io',
    state: 'unavailable',
    reason: 'discovery: the server answered 503: service unavailable',
  })
  assert.equal(byName.get('policyexceptions.kyverno.io')?.state, 'not-permitted')
  assert.equal(byName.get('reports.openreports.io')?.state, 'served')
})

test('a version that does not answer makes its group unavailable, although another version serves the kind', async (t) => {
  const kinds = [{ ...KINDS.policyReports, versions: ['v1beta1', 'v1alpha2'] }]
  const { server, client } = await openFakeCluster(t, { kinds })
  server.fault({ match: /v1beta1$/, times: 5, status: 503, body: 'service unavailable\n' })
  assert.equal((await statesOf(client)).get('policyreports.wgpolicyk8s.io'), 'unavailable')
})

test('a kind that is served but cannot be listed is unavailable, not absent', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds: [KINDS.policyReports] })
  const resources = [{ name: 'policyreports', kind: 'PolicyReport', namespaced: true, verbs: ['create'] }]
  server.fault({ match: /v1alpha2$/, status: 200, body: JSON.stringify({ kind: 'APIResourceList', resources }) })
  assert.equal((await statesOf(client)).get('policyreports.wgpolicyk8s.io'), 'unavailable')
})

test('a server that is no Kubernetes API server makes everything unavailable, nothing absent', async (t) => {
  const { server, client } = await openFakeCluster(t)
  for (const body of ['{}', '<html>', '{"kind":"APIGroupList"}']) {
    server.fault({ match: /./, status: 200, body })
    assert.deepEqual([...new Set((await statesOf(client)).values())], ['unavailable'])
  }
  server.fault({ match: /./, status: 404, body: '404 page not found\n' })
  assert.deepEqual([...new Set((await statesOf(client)).values())], ['unavailable'])
})

test('when discovery as a whole is not permitted, the built-in kinds are still tried', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds: Object.values(KINDS) })
  server.fault({ match: /^\/apis$/, status: 403, reason: 'Forbidden', message: 'no' })
  const states = await statesOf(client)
  assert.equal(states.get('namespaces'), 'v1')
  assert.equal(states.get('policyreports.wgpolicyk8s.io'), 'not-permitted')
})
