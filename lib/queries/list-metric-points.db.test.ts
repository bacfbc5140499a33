import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { PARTS, recordWorld, TEAMS, WORLD_NOW } from '#lib/testing/scope-world.ts'
import { getOpenTrend } from './get-open-trend.ts'
import { getWeeklyFlow } from './get-weekly-flow.ts'
import { listMetricPoints } from './list-metric-points.ts'

const { db } = await testDatabase()
await recordWorld(db, PARTS)
const range = { from: '2026-09-28', to: '2026-10-06' }
const day = { ...range, step: 'day' as const }
const week = { ...range, step: 'week' as const }

test('what is open by severity, and in sum, is what the trend of the screens has', async () => {
  const trend = await getOpenTrend(db, EVERYTHING, { days: 9, now: WORLD_NOW })
  const points = await listMetricPoints(db, EVERYTHING, { name: 'open', by: 'severity', ...day })
  const high = points.filter(({ of }) => of === 'high')
  assert.deepEqual(
    high.map(({ start, value }) => [start, value]),
    trend.map(({ day: start, open }) => [start, open?.high ?? null]),
  )
  assert.ok(high.some(({ value }) => value === null) && high.some(({ value }) => (value ?? 0) > 0))
  const all = await listMetricPoints(db, EVERYTHING, { name: 'open', by: 'all', ...day })
  const sums = trend.map(({ open }) => open && Object.values(open).reduce((sum, count) => sum + count, 0))
  assert.deepEqual(
    all.map(({ value }) => value),
    sums,
  )
})

test('what opened and was fixed by week is what the screens have, and its teams and sources add up to it', async () => {
  const flow = await getWeeklyFlow(db, EVERYTHING, { weeks: 2, now: WORLD_NOW })
  for (const name of ['opened', 'fixed'] as const) {
    const all = await listMetricPoints(db, EVERYTHING, { name, by: 'all', ...week })
    assert.deepEqual(
      all.map(({ start, value }) => [start, value]),
      flow.map((one) => [one.monday, one[name]]),
    )
    for (const by of ['team', 'source'] as const) {
      const parts = await listMetricPoints(db, EVERYTHING, { name, by, ...week })
      for (const { start, value } of all) {
        const sum = parts.reduce((total, part) => total + (part.start === start ? (part.value ?? 0) : 0), 0)
        assert.equal(sum, value ?? 0, `${name} by ${by} in ${start}`)
      }
    }
  }
})

test('a pass rate comes with what it was made from, and none is made up for a day without a scan', async () => {
  const points = await listMetricPoints(db, EVERYTHING, { name: 'pass-rate', by: 'source', ...day })
  assert.ok(points.some(({ value }) => value !== null))
  for (const { value, numerator, denominator } of points)
    assert.equal(value, denominator ? (numerator ?? 0) / denominator : null)
  const before = points.filter(({ start }) => start < '2026-10-01')
  assert.ok(before.length > 0 && before.every(({ value, denominator }) => value === null && denominator === null))
})

test('a part of everything is what is asked for and nothing else', async () => {
  const own = await listMetricPoints(db, EVERYTHING, { name: 'open', by: 'all', teamId: TEAMS.payments, ...day })
  const teams = await listMetricPoints(db, EVERYTHING, { name: 'open', by: 'team', ...day })
  assert.deepEqual(
    own.map(({ value }) => value),
    teams.filter(({ of }) => of === 'payments').map(({ value }) => value),
  )
})
