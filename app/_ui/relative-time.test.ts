import assert from 'node:assert/strict'
import { test } from 'node:test'
import { relativeTime, utcTime } from './relative-time.ts'

const now = new Date('2026-10-07T12:00:00Z')
const ago = (seconds: number) => relativeTime(new Date(now.getTime() - seconds * 1_000), now)

test('a time is told in the largest unit that still says enough', () => {
  assert.deepEqual([2, 30, 600, 7_200, 86_400 * 3, 86_400 * 90].map(ago), [
    'just now',
    '30 sec ago',
    '10 min ago',
    '2 hr ago',
    '3 days ago',
    '3 mo ago',
  ])
})

test('a time ahead is told as ahead', () => {
  assert.equal(ago(-86_400 * 12), 'in 12 days')
})

test('the absolute form is UTC, whatever the machine thinks', () => {
  assert.equal(utcTime(new Date('2026-10-07T23:30:00+02:00')), '2026-10-07 21:30 UTC')
})
