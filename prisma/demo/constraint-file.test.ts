import assert from 'node:assert/strict'
import { test } from 'node:test'
import { storyCalendar } from './calendar.ts'
import { readCaptured } from './captured.ts'
import { clusterState } from './cluster-state.ts'
import { constraintFile } from './constraint-file.ts'
import { buildFleet } from './fleet.ts'
import { CLUSTERS, DRAMA } from './story.ts'
import { variantsOf } from './variants.ts'

const calendar = storyCalendar(new Date('2026-11-20T15:00:00Z'), 90)
const captured = await readCaptured()
const fleet = buildFleet(calendar, 1)

type Listed = {
  metadata: { name: string }
  spec: { enforcementAction: string }
  status: {
    totalViolations: number
    violations?: { kind: string; namespace?: string; name: string; enforcementAction: string }[]
  }
}

function constraintsOn(day: number, clusterName: string): Map<string, Listed> {
  const cluster = CLUSTERS.find(({ name }) => name === clusterName)
  assert.ok(cluster)
  const state = clusterState(cluster, fleet, calendar)
  const file = constraintFile(cluster, { constraints: captured.constraints, variantOf: variantsOf(captured), calendar })
  for (let next = 0; next <= day; next++) file.audit({ live: state.live, changed: state.advance(next) })
  const { body } = file.list({ now: calendar.at(day, 6), keepsBodies: true }, day)
  const { items }: { items: Listed[] } = JSON.parse(Buffer.from(body ?? []).toString())
  return new Map(items.map((item) => [item.metadata.name, item]))
}

test('one constraint lists the first 20 of its violations in byte order, and says how many there are', () => {
  const cut = [...constraintsOn(0, 'prod-eu').values()].filter(
    ({ status }) => status.totalViolations > (status.violations?.length ?? 0),
  )
  assert.deepEqual(
    cut.map(({ metadata }) => metadata.name),
    ['images-are-pinned'],
  )
  const listed = cut[0]?.status.violations ?? []
  assert.equal(listed.length, 20)
  const deployments = listed
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ namespace, name }) => `${namespace}\0${name}`)
  assert.deepEqual(deployments, deployments.toSorted())
})

test('a constraint without violations has no list of them', () => {
  const clean = [...constraintsOn(89, 'prod-us').values()].filter(({ status }) => status.totalViolations === 0)
  assert.ok(clean.length > 0)
  for (const { status } of clean) assert.ok(!('violations' in status))
})

test('the constraint that is enforced denies from its day on', () => {
  const day = calendar.moment('enforced')
  const action = (on: number) => constraintsOn(on, 'prod-eu').get(DRAMA.enforced.constraint)?.spec.enforcementAction
  assert.deepEqual([action(day - 1), action(day)], ['dryrun', 'deny'])
})

test('the constraint that is removed is gone from its day on', () => {
  const day = calendar.moment('constraintRemoved')
  const has = (on: number) => constraintsOn(on, 'prod-us').has(DRAMA.constraintRemoved.constraint)
  assert.deepEqual([has(day - 1), has(day)], [true, false])
})
