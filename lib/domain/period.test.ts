import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePeriod } from './period.ts'

const now = new Date('2026-10-07T12:00:00Z')

test('days back reach from the same time of day until past now', () => {
  const period = parsePeriod('7d', now)
  assert.equal(period?.from.toISOString(), '2026-09-30T12:00:00.000Z')
  assert.ok(period && period.until > now)
})

test('both days of a stretch are included', () => {
  const period = parsePeriod('2026-10-01..2026-10-07', now)
  assert.deepEqual(
    [period?.from.toISOString(), period?.until.toISOString()],
    ['2026-10-01T00:00:00.000Z', '2026-10-08T00:00:00.000Z'],
  )
})

test('a stretch that is none is undefined', () => {
  for (const text of [
    '',
    '0d',
    '-3d',
    '7',
    '2026-02-30..2026-03-01',
    '2026-10-07..2026-10-01',
    '2026-13-01..2026-14-01',
    '2026-10-01..',
  ])
    assert.equal(parsePeriod(text, now), undefined, text)
})
