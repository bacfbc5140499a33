import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Episode } from '#lib/queries/list-finding-episodes.ts'
import type { FindingEvent } from '#lib/queries/list-finding-events.ts'
import { prepareTimeline } from './prepare-timeline.ts'

const at = (day: number) => new Date(Date.UTC(2026, 8, day))
const episodes: Episode[] = [
  {
    episode: 1,
    status: 'fail',
    severity: 'high',
    cause: 'baseline',
    openedAt: at(1),
    closedAt: at(3),
    closeReason: 'fixed',
  },
  {
    episode: 2,
    status: 'warn',
    severity: 'high',
    cause: 'returned',
    openedAt: at(7),
    closedAt: null,
    closeReason: undefined,
  },
]
const event = (
  day: number,
  event: FindingEvent['event'],
  episode: number,
  detail: FindingEvent['detail'] = null,
): FindingEvent => ({
  at: at(day),
  event,
  episode,
  scanId: 's',
  fromTeam: null,
  toTeam: 'Payments',
  detail,
})
const told = ({ entries }: ReturnType<typeof prepareTimeline>) =>
  entries.map(({ at, title, words }) => [at.getUTCDate(), title, words])

test('every event is told in words, newest first', () => {
  const timeline = prepareTimeline(
    episodes,
    [
      event(1, 'opened', 1, { status: 1, severity: 2 }),
      event(3, 'closed', 1, { reason: 1 }),
      event(7, 'opened', 2),
      event(8, 'changed', 2, { status: 2, severity: 3 }),
      event(9, 'resumed', 2),
      event(10, 'team changed', 2),
    ],
    at(11),
  )
  assert.deepEqual(told(timeline), [
    [10, 'Team changed', 'from nobody to Payments'],
    [9, 'Resumed', 'the subject came back within 15 minutes, so its closing was taken back'],
    [8, 'Changed', 'now warn, medium'],
    [7, 'Opened', 'it came back after it had closed'],
    [3, 'Closed', 'fixed'],
    [1, 'Opened', 'there when the source was first read'],
  ])
})

test('an episode whose events are not kept any more still tells when it opened and closed', () => {
  assert.deepEqual(
    told(prepareTimeline(episodes, [event(7, 'opened', 2)], at(11))).map(([day, title]) => [day, title]),
    [
      [7, 'Opened'],
      [3, 'Closed'],
      [1, 'Opened'],
    ],
  )
})

test('the bars are shares of the time between the first opening and now', () => {
  const { bars, openDays, days } = prepareTimeline(episodes, [], at(11))
  assert.deepEqual(bars, [
    { start: 0, length: 0.2, isOpen: false },
    { start: 0.6, length: 0.4, isOpen: true },
  ])
  assert.deepEqual([openDays, days], [6, 10])
})

test('only a fix looks like one', () => {
  const tones = [1, 2, 3, 6].map(
    (reason) => prepareTimeline([], [event(2, 'closed', 1, { reason })], at(3)).entries[0]?.tone,
  )
  assert.deepEqual(tones, ['good', 'muted', 'muted', 'muted'])
})
