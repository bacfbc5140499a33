import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ControlPart } from '#lib/controls/control-part.ts'
import { PART_STATUSES } from '#lib/controls/control-state.ts'
import { wouldBeState } from './would-be-state.ts'

const now = new Date('2026-10-07T00:00:00Z')
const part = (st: ControlPart['st'], excepted = 0, required = true): ControlPart => ({
  checkId: 1,
  required,
  st,
  pass: 1,
  fail: 0,
  warn: 0,
  error: 0,
  excepted,
  stale: 0,
  since: null,
  lastCompleteAt: null,
})

test('without exceptions there is nothing that would be', () => {
  assert.equal(wouldBeState([part('pass'), part('fail')], now), undefined)
  assert.equal(wouldBeState([], now), undefined)
})

test('a pass that leans on an exception would fail', () => {
  assert.equal(wouldBeState([part('pass'), part('pass', 2)], now)?.state, 'fail')
  assert.equal(wouldBeState([part('excepted', 2)], now)?.state, 'fail')
})

test('an exception of a supporting check would make it no worse than partial', () => {
  assert.equal(wouldBeState([part('pass'), part('pass', 1, false)], now)?.state, 'partial')
})

test('every part keeps the status it has, judged by the one rule', () => {
  for (const status of PART_STATUSES)
    assert.deepEqual(
      wouldBeState([part(status), part('excepted', 1, false)], now),
      // The excepted part fails and is supporting: it can make no more than partial of whatever the other comes to.
      status === 'fail' ? { state: 'fail' } : { state: 'partial', ...(status === 'excepted' && { exceptions: true }) },
      status,
    )
})
