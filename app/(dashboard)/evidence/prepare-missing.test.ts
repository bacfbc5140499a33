import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prepareMissing } from './prepare-missing.ts'

const gap = (source: string, day: number, reason = 'no scan') => ({
  source,
  feed: 'sarif',
  from: `2026-10-0${day}T00:00:00.000Z`,
  to: `2026-10-0${day + 1}T00:00:00.000Z`,
  reason,
})

test('what is missing again and again is one line that says how often and when', () => {
  assert.deepEqual(prepareMissing([gap('a', 2), gap('b', 2), gap('a', 6), gap('a', 4)]), [
    { what: 'a sarif', reason: 'no scan', when: '3 times from 2026-10-02 to 2026-10-07' },
    { what: 'b sarif', reason: 'no scan', when: '2026-10-02 to 2026-10-03' },
  ])
})

test('nothing is merged that has another reason, and an omission keeps its own words', () => {
  assert.equal(prepareMissing([gap('a', 2), gap('a', 3, 'partial')]).length, 2)
  assert.deepEqual(prepareMissing([{ what: 'labels of subjects', from: null, to: null, reason: 'not kept' }]), [
    { what: 'labels of subjects', reason: 'not kept', when: '' },
  ])
})
