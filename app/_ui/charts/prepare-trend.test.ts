import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prepareTrend, type TrendDay } from './prepare-trend.ts'

const open = (critical: number, high = 0) => ({ critical, high, medium: 0, low: 0, info: 0, unknown: 0 })
const days: TrendDay[] = [
  { day: '2026-10-05', open: open(2, 5) },
  { day: '2026-10-06', open: null },
  { day: '2026-10-07', open: open(1, 3) },
]

test('a day without data is a gap and is said, never a zero', () => {
  const model = prepareTrend(days, '2026-10-08')
  assert.equal(model.rows[1]?.critical, null)
  assert.match(model.summary, /1 of 3 days have no data/)
})

test('the summary tells the last total and how it moved', () => {
  assert.match(prepareTrend(days, '2026-10-08').summary, /^4 open on 7 Oct, 3 fewer than on 5 Oct\./)
})

test('a severity that never occurred is left out of the legend', () => {
  assert.deepEqual(
    prepareTrend(days, '2026-10-08').series.map(({ name }) => name),
    ['critical', 'high'],
  )
})

test('the last day is marked while it is still filling, and only then', () => {
  assert.equal(prepareTrend(days, '2026-10-07').filling, '7 Oct')
  assert.equal(prepareTrend(days, '2026-10-08').filling, undefined)
})

test('without any data the summary says so', () => {
  assert.equal(prepareTrend([{ day: '2026-10-07', open: null }], '2026-10-07').summary, 'No day has been counted yet.')
})
