import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prepareDays } from './prepare-days.ts'

const unknown = { pass: null, fail: null, warn: null, error: null }

test('a day that nobody counted is a gap and not a zero', () => {
  const { rows, summary, isKnown } = prepareDays([
    { day: '2026-10-05', pass: 1, fail: 2, warn: 1, error: 0 },
    { day: '2026-10-06', ...unknown },
    { day: '2026-10-07', pass: 4, fail: 0, warn: 0, error: 0 },
  ])
  assert.equal(isKnown, true)
  assert.equal(rows[1]?.fail, null)
  assert.equal(summary, '0 subjects did not pass on 7 Oct, 3 on 5 Oct. 1 of 3 days have no data and are left open.')
})

test('nothing is known of days that were never counted', () => {
  assert.deepEqual(prepareDays([{ day: '2026-10-05', ...unknown }]).isKnown, false)
})
