import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ControlState } from '#lib/controls/control-state.ts'
import { controlPeriod } from './control-period.ts'

const DAYS = ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05']

const period = (states: (ControlState | undefined)[], isMapped = true, dayCount = DAYS.length) => {
  const stored = states.flatMap((state, at) =>
    state ? [[DAYS[at] ?? '', { state, reason: null, exceptions: false, stale: false }] as const] : [],
  )
  return controlPeriod(new Map(stored), { days: DAYS, dayCount }, isMapped)
}

test('a day without a stored state is not assessed, and never takes the state of the day before', () => {
  const { timeline, days, end } = period(['pass', 'pass', 'pass', 'pass'])
  assert.deepEqual([timeline[4]?.state, timeline[4]?.reason, timeline[4]?.isStored], ['not_assessed', 'no_data', false])
  assert.deepEqual([days.satisfied, days.observed, days.withoutData], [4, 4, 1])
  assert.equal(end.state, 'not_assessed')
  assert.equal(period([], false).end.reason, 'no_mapping')
})

test('days satisfied, observed and of the window are counted apart', () => {
  const { days } = period(['pass', 'fail', 'partial', 'not_assessed', 'inherited'], true, 31)
  assert.deepEqual(days, { satisfied: 2, observed: 4, window: 31, withoutData: 1, notApplicable: 0, notYet: 26 })
  assert.deepEqual(period(['not_applicable', 'pass']).days.observed, 1)
})

test('the longest breach holds the days without data inside it, and none around it', () => {
  assert.deepEqual(period(['fail', undefined, 'fail', undefined, 'pass']).longestBreach, {
    from: DAYS[0],
    to: DAYS[2],
    days: 3,
    goesOn: false,
  })
  assert.equal(period(['fail', 'partial', 'fail', 'pass', 'fail']).longestBreach?.days, 1)
  assert.equal(period(['pass', undefined, 'pass']).longestBreach, null)
  assert.equal(period([undefined, undefined, undefined, 'fail', 'fail']).longestBreach?.goesOn, true)
})

test('every change of state is listed, to and from unknown too', () => {
  assert.deepEqual(period(['pass', 'fail', undefined, 'pass', 'pass']).changes, [
    { day: DAYS[1], from: 'satisfied', to: 'not satisfied' },
    { day: DAYS[2], from: 'not satisfied', to: 'not assessed: no data' },
    { day: DAYS[3], from: 'not assessed: no data', to: 'satisfied' },
  ])
})
