import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ControlPart } from '#lib/controls/control-part.ts'
import { countWords, prepareWhy } from './prepare-why.ts'

const part = (st: ControlPart['st'], more: Partial<ControlPart> = {}): ControlPart => ({
  checkId: 1,
  required: true,
  st,
  pass: 0,
  fail: 0,
  warn: 0,
  error: 0,
  excepted: 0,
  stale: 0,
  since: null,
  lastCompleteAt: null,
  ...more,
})
const control = { automation: 'partial', state: 'fail', reason: null, parts: [] } as const

test('a judged control tells its checks worst first, and the results behind them', () => {
  const parts = [
    part('pass', { pass: 4 }),
    part('fail', { fail: 1200 }),
    part('fail', { fail: 34, excepted: 1 }),
    part('stale'),
  ]
  assert.equal(
    prepareWhy({ ...control, parts }),
    'Of 4 checks, 2 fail, 1 is stale, 1 passes (1,234 failing, 1 excepted results).',
  )
  assert.equal(prepareWhy({ ...control, state: 'pass', parts: [part('pass')] }), 'Of 1 check, 1 passes.')
})

test('what is not assessed says why, and a manual control that machines cannot judge it', () => {
  const unknown = { ...control, state: 'not_assessed' } as const
  assert.match(prepareWhy({ ...unknown, reason: 'stale' }), /older than they may be/)
  assert.match(prepareWhy({ ...unknown, reason: 'no_mapping' }), /No check/)
  assert.match(prepareWhy({ ...unknown, reason: 'no_mapping', automation: 'manual' }), /Machine evidence cannot/)
})

test('a heading tells the states under it, worst first', () => {
  assert.equal(
    countWords({ fail: 1, partial: 0, not_assessed: 12, pass: 3, inherited: 0, not_applicable: 0 }),
    '1 not satisfied, 12 not assessed, 3 satisfied',
  )
})
