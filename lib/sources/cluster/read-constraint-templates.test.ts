import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCluster } from './read-cluster.ts'
import { incompleteOf, isComplete, namesOf } from './testing/describe-snapshot.ts'
import { addTemplate, fillCluster } from './testing/fill-cluster.ts'
import { constraintKind, KINDS } from './testing/kinds.ts'
import { openFakeCluster } from './testing/open-fake-cluster.ts'

const kinds = [...Object.values(KINDS), constraintKind('K8sRequiredLabels')]

test('a constraint kind that is not served although its template stands makes the constraints incomplete', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  fillCluster(server)
  addTemplate(server, 'K8sAllowedRepos', true)
  addTemplate(server, 'K8sNotYetMade', false)
  const snapshot = await readCluster(client)
  assert.deepEqual(incompleteOf(snapshot), [
    'k8sallowedrepos.constraints.gatekeeper.sh unavailable: its template exists, but the cluster does not serve the kind',
  ])
  assert.deepEqual(namesOf(snapshot.constraints), ['need-owner'])
})

test('when all constraint kinds vanish, the templates decide whether they are gone', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds: Object.values(KINDS) })
  addTemplate(server, 'K8sRequiredLabels', true)
  assert.equal(isComplete(await readCluster(client), 'constraints'), false)
  server.store.delete(server.addKind(KINDS.constraintTemplates), undefined, 'k8srequiredlabels')
  assert.equal(isComplete(await readCluster(client), 'constraints'), true)
})

test('without the right to list templates nothing vouches for the constraints being all', async (t) => {
  const isDenied = ({ resource }: { resource: string }) => resource === 'constrainttemplates'
  const { server, client } = await openFakeCluster(t, { kinds, isDenied })
  fillCluster(server)
  const snapshot = await readCluster(client)
  assert.deepEqual(namesOf(snapshot.constraints), ['need-owner'])
  assert.equal(isComplete(snapshot, 'constraints'), false)
})
