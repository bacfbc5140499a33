import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prepareMonths } from './prepare-months.ts'

test('the last whole month stands first and the running one says that it runs', () => {
  const months = prepareMonths(new Date('2026-03-31T23:30:00Z'))
  assert.equal(months.length, 13)
  assert.deepEqual(months[0], { value: '2026-02', label: 'February 2026' })
  assert.deepEqual(months[11], { value: '2025-03', label: 'March 2025' })
  assert.deepEqual(months[12], { value: '2026-03', label: 'March 2026, so far' })
})
