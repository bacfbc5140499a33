import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FindingCursor, findingCursorText } from './finding-cursor.ts'
import { FindingFilter } from './finding-filter.ts'

const place: FindingCursor = {
  state: 'open',
  sort: 'worst',
  severity: 2,
  at: '2026-10-01T00:00:00.123456Z',
  sourceId: 1,
  feedId: 1,
  subject: '0b0c6bd5-7f8e-9c4a-0d1e-2f3a4b5c6d7e',
  checkId: 4,
  part: 'é',
  episode: 1,
}

test('what is left blank in a form is no filter', () => {
  const filter = FindingFilter.parse({ source: '', q: '  ', severity: '', opened: '', state: '' })
  assert.equal(filter.state, 'open')
  assert.deepEqual(
    [filter.source, filter.q, filter.severity, filter.opened],
    [undefined, undefined, undefined, undefined],
  )
})

test('several severities come as a list or as a repeated parameter', () => {
  assert.deepEqual(FindingFilter.parse({ severity: 'critical,high' }).severity, ['critical', 'high'])
  assert.deepEqual(FindingFilter.parse({ severity: ['critical', 'high'] }).severity, ['critical', 'high'])
})

test('an unknown value is refused with its name, never ignored', () => {
  for (const [name, value] of Object.entries({
    severity: 'hgih',
    sort: 'name',
    state: 'x',
    reason: 'gone',
    opened: 'soon',
    limit: '501',
    due: 'x',
  }))
    assert.equal(FindingFilter.safeParse({ [name]: value }).error?.issues[0]?.path[0], name)
})

test('a cursor counts only for the list it was given with', () => {
  const after = findingCursorText(place)
  assert.ok(FindingFilter.safeParse({ after }).success)
  assert.equal(FindingFilter.safeParse({ after, sort: 'newest' }).success, false)
  assert.equal(FindingFilter.safeParse({ after, state: 'closed' }).success, false)
  assert.equal(FindingFilter.safeParse({ after: `${after}x` }).success, false)
})
