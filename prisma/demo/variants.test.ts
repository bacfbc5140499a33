import assert from 'node:assert/strict'
import { test } from 'node:test'
import { storyCalendar } from './calendar.ts'
import { readCaptured } from './captured.ts'
import { clusterState } from './cluster-state.ts'
import { buildFleet } from './fleet.ts'
import { CLUSTERS } from './story.ts'
import { readdress, variantsOf } from './variants.ts'

const captured = await readCaptured()
const variantOf = variantsOf(captured)
const failing = (kind: string, namespace: string, faults: string[]) =>
  variantOf(kind, namespace, faults)
    .results.filter(({ said }) => said.result !== 'pass')
    .map(({ said }) => said.policy)
    .sort()

test('an object without faults passes every rule', () => {
  assert.deepEqual(failing('Deployment', 'search', []), [])
  assert.deepEqual(variantOf('Deployment', 'search', []).violations, [])
})

test('faults add up, each rule judged once', () => {
  const [probes, registry] = [
    failing('Deployment', 'a', ['no-probes']),
    failing('Deployment', 'a', ['foreign-registry']),
  ]
  assert.deepEqual([probes, registry], [['require-pod-probes'], ['restrict-image-registries']])
  const both = variantOf('Deployment', 'a', ['no-probes', 'foreign-registry'])
  assert.deepEqual(failing('Deployment', 'a', ['foreign-registry', 'no-probes']), [...probes, ...registry])
  assert.equal(both.results.length, variantOf('Deployment', 'a', []).results.length)
  assert.deepEqual([...new Set(both.violations.map(({ said }) => said.constraint))].sort(), [
    'images-from-company-registry',
    'services-have-probes',
  ])
})

test('a policy of one namespace judges nothing elsewhere', () => {
  const policies = (namespace: string) => variantOf('CronJob', namespace, []).results.map(({ said }) => said.policy)
  assert.ok(policies('data').includes('data/limit-schedule'))
  assert.ok(!policies('payments').includes('data/limit-schedule'))
})

test('a text is about the workload and its image, not about the one it was captured for', () => {
  const from = { service: 'geo-lookup', namespace: 'search' }
  const text = 'container geo-lookup uses the floating image registry.example.com/search/geo-lookup'
  assert.equal(
    readdress(text, from, { service: 'cart-api', namespace: 'checkout' }),
    'container cart-api uses the floating image registry.example.com/checkout/cart-api',
  )
})

test('everything that the story needs was captured', () => {
  const calendar = storyCalendar(new Date('2026-11-20T15:00:00Z'), 90)
  const fleet = buildFleet(calendar, 1)
  for (const cluster of CLUSTERS) {
    const state = clusterState(cluster, fleet, calendar)
    for (let day = 0; day < calendar.days; day++) {
      state.advance(day)
      for (const { place, faults, owned } of state.live.values())
        for (const each of [place, ...owned.map((own) => own.place)])
          assert.ok(variantOf(each.kind, each.namespace, faults).results.length > 0, `${each.kind} ${faults}`)
    }
  }
})
