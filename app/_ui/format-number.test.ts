import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatBytes, formatShare } from './format-number.ts'

test('a share of nothing is not a number', () => {
  assert.equal(formatShare(0, 0), 'no data')
})

test('only all is 100 % and only nothing is 0 %', () => {
  assert.equal(formatShare(1, 1), '100 %')
  assert.equal(formatShare(0, 7), '0 %')
  assert.equal(formatShare(99_999, 100_000), '> 99.9 %')
  assert.equal(formatShare(1, 100_000), '< 0.1 %')
  assert.equal(formatShare(41, 57), '72 %')
  assert.equal(formatShare(94, 100), '94.0 %')
})

test('sizes are told in the unit that fits', () => {
  assert.deepEqual([0, 999, 1_000, 1_250_000, 250_000_000].map(formatBytes), [
    '0 B',
    '999 B',
    '1.0 kB',
    '1.3 MB',
    '250 MB',
  ])
})
