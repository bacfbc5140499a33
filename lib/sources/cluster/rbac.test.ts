import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { readCluster } from './read-cluster.ts'
import type { Access } from './testing/exchange.ts'
import { constraintKind, KINDS } from './testing/kinds.ts'
import { openFakeCluster } from './testing/open-fake-cluster.ts'

const Rule = z.object({
  apiGroups: z.array(z.string()),
  resources: z.array(z.string()),
  verbs: z.array(z.string()),
})
const ClusterRole = z.object({
  kind: z.literal('ClusterRole'),
  metadata: z.object({ name: z.string() }),
  rules: z.array(Rule),
})
const manifest = readFileSync(new URL('../../../deploy/rbac.yaml', import.meta.url), 'utf8')
const roles = [parseAllDocuments(manifest)]
  .flat()
  .flatMap((document) => ClusterRole.safeParse(document.toJS()).data ?? [])
const kinds = [...Object.values(KINDS), constraintKind('K8sRequiredLabels')]

const isGranted = (rules: z.infer<typeof Rule>[], { verb, group, resource }: Access) =>
  rules.some(
    ({ apiGroups, resources, verbs }) =>
      apiGroups.includes(group) && (resources.includes(resource) || resources.includes('*')) && verbs.includes(verb),
  )

test('the roles grant all that is read, and without the optional one only the owners are missing', async (t) => {
  for (const [given, missing] of [
    [['muniment-reader', 'muniment-owners'], []],
    [['muniment-reader'], ['pods', 'replicasets.apps', 'jobs.batch']],
  ] as const) {
    const rules = roles
      .filter(({ metadata }) => given.some((name) => name === metadata.name))
      .flatMap((role) => role.rules)
    const { client } = await openFakeCluster(t, { kinds, isDenied: (access) => !isGranted(rules, access) })
    const snapshot = await readCluster(client)
    assert.deepEqual(
      snapshot.kinds.flatMap(({ kind, complete }) => (complete ? [] : [kind])),
      missing,
    )
  }
})

test('the roles grant listing and watching, nothing that changes a cluster or opens a secret', () => {
  assert.equal(roles.length, 2)
  const rules = roles.flatMap((role) => role.rules)
  assert.deepEqual(new Set(rules.flatMap(({ verbs }) => verbs)), new Set(['list', 'watch']))
  for (const { apiGroups, resources } of rules) {
    assert.ok(!apiGroups.includes('*') && !resources.includes('secrets'))
    if (resources.includes('*')) assert.deepEqual(apiGroups, ['constraints.gatekeeper.sh'])
  }
})

test('no role grants a kind that is never read', async (t) => {
  const asked: Access[] = []
  const isDenied = (access: Access) => asked.push(access) === 0
  const { client } = await openFakeCluster(t, { kinds, isDenied })
  await readCluster(client)
  for (const { apiGroups, resources } of roles.flatMap((role) => role.rules))
    for (const group of apiGroups)
      for (const resource of resources)
        assert.ok(
          asked.some((access) => access.group === group && (resource === '*' || access.resource === resource)),
          `${resource} in "${group}" is granted, but never read`,
        )
})
