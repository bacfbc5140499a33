import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundleWindow } from './bundle-window.ts'
import { parseBundlePeriod } from './parse-bundle-period.ts'

const at = (text: string) => new Date(text)
const OCTOBER = { start: at('2026-10-01T00:00:00Z'), end: at('2026-11-01T00:00:00Z') }

test('a month, and days with both ends included, are periods; nothing else is', () => {
  assert.deepEqual(parseBundlePeriod('2026-10'), OCTOBER)
  assert.deepEqual(parseBundlePeriod('2026-12')?.end, at('2027-01-01T00:00:00Z'))
  assert.deepEqual(parseBundlePeriod('2026-10-01..2026-10-31'), OCTOBER)
  for (const text of ['2026-13', '2026', '30d', '2026-10-31..2026-10-01', '2026-02-30..2026-03-01', 'x..y', ''])
    assert.equal(parseBundlePeriod(text), undefined, text)
})

test('a period that is over is covered to its end', () => {
  const window = bundleWindow(OCTOBER, at('2026-12-24T00:00:00Z'))
  assert.deepEqual([window.days.length, window.dayCount, window.lastDay], [31, 31, '2026-10-31'])
  assert.deepEqual(window.cutoff, OCTOBER.end)
})

test('a running period is covered to the time of the snapshot', () => {
  const window = bundleWindow(OCTOBER, at('2026-10-03T09:00:00Z'))
  assert.deepEqual([window.days, window.dayCount], [['2026-10-01', '2026-10-02', '2026-10-03'], 31])
  assert.deepEqual(bundleWindow(OCTOBER, at('2026-10-03T00:00:00Z')).lastDay, '2026-10-02')
})

test('a period to come, of parts of days, or longer than years is refused', () => {
  assert.throws(() => bundleWindow(OCTOBER, OCTOBER.start), /has not begun/)
  assert.throws(() => bundleWindow({ ...OCTOBER, start: at('2026-10-01T01:00:00Z') }, OCTOBER.end), /whole UTC days/)
  assert.throws(() => bundleWindow({ start: OCTOBER.end, end: OCTOBER.start }, OCTOBER.end), /whole UTC days/)
  assert.throws(() => bundleWindow({ ...OCTOBER, end: at('2036-10-01T00:00:00Z') }, OCTOBER.end), /at most/)
})
