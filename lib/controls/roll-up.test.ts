import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ControlState } from './control-state.ts'
import { rollUp } from './roll-up.ts'

test('a parent takes the worst state of its children, and unknown is worse than pass', () => {
  const order: ControlState[] = ['inherited', 'pass', 'not_assessed', 'partial', 'fail']
  for (let i = 0; i < order.length; i++) assert.equal(rollUp(order.slice(0, i + 1)).worst, order[i])
})

test('what is not applicable is counted and never decides', () => {
  const { counts, worst } = rollUp(['not_applicable', 'pass', 'not_applicable'])
  assert.equal(worst, 'pass')
  assert.deepEqual(counts, { fail: 0, partial: 0, not_assessed: 0, pass: 1, inherited: 0, not_applicable: 2 })
})

test('a parent without children that apply has no state', () => {
  assert.equal(rollUp([]).worst, undefined)
  assert.equal(rollUp(['not_applicable']).worst, undefined)
})
