import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundleWindow } from './bundle-window.ts'
import { type DayScans, type FeedLife, feedGaps } from './feed-gaps.ts'

const HOUR = 3_600_000
const at = (text: string) => new Date(text)
const PERIOD = { start: at('2026-10-01T00:00:00Z'), end: at('2026-10-06T00:00:00Z') }
const AFTER = at('2026-10-20T00:00:00Z')

const complete = (day: string): DayScans => ({
  day,
  scans: 1,
  complete: 1,
  partial: 0,
  superseded: 0,
  lastCompleteAt: at(`${day}T06:00:00Z`),
  reasons: [],
})
const partial = (day: string, reason: string): DayScans => ({
  ...complete(day),
  complete: 0,
  partial: 1,
  lastCompleteAt: null,
  reasons: [reason],
})

const life = (days: DayScans[], facts: Partial<FeedLife> = {}): FeedLife => ({
  expectedEveryMs: HOUR,
  bornAt: at('2026-09-01T00:00:00Z'),
  completeBefore: at('2026-09-30T23:00:00Z'),
  removedAt: null,
  days: new Map(days.map((day) => [day.day, day])),
  ...facts,
})
const days = (...numbers: number[]) => numbers.map((n) => complete(`2026-10-0${n}`))
const gaps = (feed: FeedLife, asOf = AFTER) =>
  feedGaps(feed, bundleWindow(PERIOD, asOf)).map(
    ({ from, to, reason }) => `${from.toISOString().slice(5, 13)} ${to.toISOString().slice(5, 13)} ${reason}`,
  )

test('a feed read completely on every day has no gap', () => {
  assert.deepEqual(gaps(life(days(1, 2, 3, 4, 5))), [])
})

test('days without a scan that follow each other are one gap', () => {
  assert.deepEqual(gaps(life(days(1, 4))), ['10-02T00 10-04T00 no scan', '10-05T00 10-06T00 no scan'])
})

test('an incomplete scan does not close a gap, and its reason is said', () => {
  const feed = life([...days(1, 2, 4, 5), partial('2026-10-03', 'api timeout')])
  assert.deepEqual(gaps(feed), ['10-03T00 10-04T00 no complete scan: api timeout'])
})

test('a scan that came too late to be used leaves a gap', () => {
  const late = { ...complete('2026-10-03'), complete: 0, superseded: 1, lastCompleteAt: null }
  assert.match(
    gaps(life([...days(1, 2, 4, 5), late]))[0] ?? '',
    /10-03T00 10-04T00 every scan arrived after a newer one/,
  )
})

test('a feed has no gap before its first scan', () => {
  assert.deepEqual(gaps(life(days(3, 4, 5), { bornAt: at('2026-10-03T06:00:00Z'), completeBefore: null })), [])
  const failing = life([partial('2026-10-04', 'cut'), ...days(5)], {
    bornAt: at('2026-10-04T06:00:00Z'),
    completeBefore: null,
  })
  assert.deepEqual(gaps(failing), ['10-04T06 10-05T00 no complete scan: cut'])
})

test('a silent feed stays a gap until the end: it does not stop being live by itself', () => {
  assert.deepEqual(gaps(life(days(1))), ['10-02T00 10-06T00 no scan'])
})

test('a day that has only begun is judged once a whole interval of it has passed', () => {
  assert.deepEqual(gaps(life(days(1, 2)), at('2026-10-03T00:59:00Z')), [])
  assert.deepEqual(gaps(life(days(1, 2)), at('2026-10-03T01:00:00Z')), ['10-03T00 10-03T01 no scan'])
})

test('a feed expected less often than daily needs one complete scan within its interval', () => {
  const weekly = { expectedEveryMs: 3 * 24 * HOUR }
  assert.deepEqual(gaps(life(days(3), weekly)), [])
  assert.deepEqual(gaps(life([], { ...weekly, completeBefore: at('2026-09-29T06:00:00Z') })), [
    '10-02T00 10-06T00 no scan',
  ])
})

test('after its source was removed nothing is known of it', () => {
  const removed = life(days(1, 2), { removedAt: at('2026-10-03T12:00:00Z') })
  assert.deepEqual(gaps(removed), ['10-03T00 10-03T12 no scan', '10-03T12 10-06T00 the source was removed'])
  assert.deepEqual(gaps(life(days(1, 2, 3, 4, 5), { removedAt: at('2026-10-10T00:00:00Z') })), [])
})
