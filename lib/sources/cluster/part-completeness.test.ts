import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KindRead } from './cluster-snapshot.ts'
import { partCompleteness } from './part-completeness.ts'

const read: KindRead = { part: 'reports', kind: 'a', state: 'read', complete: true, listed: 3 }
const absent: KindRead = { part: 'reports', kind: 'b', state: 'absent', complete: true, listed: 0 }
const denied: KindRead = {
  part: 'reports',
  kind: 'c',
  state: 'not-permitted',
  complete: false,
  reason: 'no',
  listed: 2,
}
const other: KindRead = { ...denied, part: 'exceptions' }

test('a part is complete when all of its kinds are, whatever the others are', () => {
  assert.deepEqual(partCompleteness([read, absent, other], 'reports'), {
    complete: true,
    isServed: true,
    listed: 3,
    reasons: [],
  })
})

test('one incomplete kind makes the part incomplete, with its reason', () => {
  assert.deepEqual(partCompleteness([read, denied], 'reports'), {
    complete: false,
    isServed: true,
    listed: 5,
    reasons: ['c: no'],
  })
})

test('a part that no kind speaks for is not complete', () => {
  assert.deepEqual(partCompleteness([other], 'reports'), {
    complete: false,
    isServed: false,
    listed: 0,
    reasons: ['not read'],
  })
})

test('a part whose kinds are all absent is complete and not served', () => {
  assert.deepEqual(partCompleteness([absent], 'reports'), { complete: true, isServed: false, listed: 0, reasons: [] })
})
