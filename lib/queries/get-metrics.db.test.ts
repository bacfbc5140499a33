import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVERYTHING, NOTHING } from '#lib/domain/scope.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { limitedScope } from '#lib/testing/limited-scope.ts'
import { WORLD_NOW as now, recordWorld, SOURCES } from '#lib/testing/scope-world.ts'
import { getMetrics } from './get-metrics.ts'
import { getOpenBySeverity } from './get-open-by-severity.ts'

const { db } = await testDatabase()
await recordWorld(db, ['eu-pay', 'eu-search', 'ci-pay'])

test('open findings are counted by source and severity, feeds by their last complete scan', async () => {
  const metrics = await getMetrics(db, EVERYTHING, now)
  for (const sourceId of [SOURCES.eu, SOURCES.ci]) {
    const { open, total } = await getOpenBySeverity(db, EVERYTHING, { now, sourceId })
    assert.ok(total > 0)
    assert.deepEqual(metrics?.open.find((row) => row.sourceId === sourceId)?.open, Object.values(open))
  }
  assert.deepEqual(
    metrics?.sources.map(({ name }) => name),
    ['eu', 'ci'],
  )
  assert.ok(metrics?.feeds.every(({ lastCompleteAt }) => lastCompleteAt !== null))
})

test('scans of the last day and what they rejected are counted, older ones are not', async () => {
  const scans = (await getMetrics(db, EVERYTHING, new Date('2026-10-05T06:00:00Z')))?.scans
  assert.deepEqual(
    scans?.map(({ complete, partial, superseded }) => [complete, partial, superseded]),
    [
      [1, 0, 0],
      [1, 0, 0],
    ],
  )
  const later = (await getMetrics(db, EVERYTHING, new Date('2026-10-09T00:00:00Z')))?.scans
  assert.deepEqual(
    later?.map(({ complete }) => complete),
    [0, 0],
  )
})

test('a source that was removed is not counted', async () => {
  await db.sql.query('UPDATE source SET removed_at = $1 WHERE id = $2', [now, SOURCES.ci])
  const metrics = await getMetrics(db, EVERYTHING, now)
  assert.deepEqual(
    metrics?.sources.map(({ id }) => id),
    [SOURCES.eu],
  )
  assert.ok(metrics?.feeds.every(({ sourceId }) => sourceId === SOURCES.eu))
})

test('nobody whose view is limited gets any number', async () => {
  assert.equal(await getMetrics(db, NOTHING, now), undefined)
  assert.equal(await getMetrics(db, limitedScope({ sources: [SOURCES.eu] }), now), undefined)
})
