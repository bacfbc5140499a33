import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FlowWeek, prepareFlow } from './prepare-flow.ts'

const weeks: FlowWeek[] = [
  { monday: '2026-09-21', opened: null, fixed: null, isFilling: false },
  { monday: '2026-09-28', opened: 10, fixed: 4, isFilling: false },
  { monday: '2026-10-05', opened: 3, fixed: 1, isFilling: true },
]

test('the running week is marked and kept out of the totals', () => {
  const { rows, summary } = prepareFlow(weeks)
  assert.equal(rows[2]?.label, '5 Oct …')
  assert.equal(summary, '10 new and 4 fixed in the one full week: 6 more new than fixed.')
})

test('a week that nobody counted is a gap, not a zero', () => {
  assert.equal(prepareFlow(weeks).rows[0]?.new, null)
})

test('without a full week there is no total', () => {
  assert.equal(prepareFlow(weeks.slice(2)).summary, 'No full week has been counted yet.')
})
