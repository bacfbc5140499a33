import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeDetail } from './describe-detail.ts'

test('what changed stands as before and after, and what stayed is left out', () => {
  const before = { role: 'member', teams: ['payments'], limits: {} }
  const after = { role: 'officer', teams: [], limits: {} }
  assert.deepEqual(describeDetail({ name: 'Ada', before, after }), [
    ['name', 'Ada'],
    ['role', 'member → officer'],
    ['teams', 'payments → none'],
  ])
})

test('lists, nothing, and what has parts are readable, and no value is endless', () => {
  assert.deepEqual(describeDetail({ list: ['a', 'b'], empty: null, part: { x: 1 } }), [
    ['list', 'a, b'],
    ['empty', 'none'],
    ['part', '{"x":1}'],
  ])
  assert.equal(describeDetail({ long: 'x'.repeat(5_000) })[0]?.[1].length, 300)
  assert.deepEqual(describeDetail({ before: ['a'], after: ['b'] }), [
    ['before', 'a'],
    ['after', 'b'],
  ])
})
