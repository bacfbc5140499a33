import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ControlDay } from '#lib/queries/list-control-history.ts'
import { prepareHistory } from './prepare-history.ts'

const day = (n: number, state: ControlDay['state'], reason: ControlDay['reason'] = null): ControlDay => ({
  day: `2026-09-0${n}`,
  state,
  reason,
  exceptions: false,
  failing: 0,
})

test('days without a state, and days not assessed, are never counted as observed', () => {
  const { satisfied, observed, days, withoutState } = prepareHistory([
    day(1, null),
    day(2, 'not_assessed', 'stale'),
    day(3, 'pass'),
    day(4, 'pass'),
    day(5, 'fail'),
  ])
  assert.deepEqual([satisfied, observed, days, withoutState], [2, 3, 5, 1])
})

test('equal days are one stretch, newest first', () => {
  const { runs } = prepareHistory([
    day(1, 'pass'),
    day(2, 'pass'),
    day(3, 'not_assessed', 'stale'),
    day(4, 'not_assessed', 'error'),
  ])
  assert.deepEqual(
    runs.map(({ state, reason, from, to, days }) => [state, reason, from, to, days]),
    [
      ['not_assessed', 'error', '2026-09-04', '2026-09-04', 1],
      ['not_assessed', 'stale', '2026-09-03', '2026-09-03', 1],
      ['pass', null, '2026-09-01', '2026-09-02', 2],
    ],
  )
})
