import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TeamRates } from '#lib/queries/list-team-rates.ts'
import type { TeamRow } from '#lib/queries/list-teams.ts'
import { prepareBoard } from './prepare-board.ts'

const team = (id: number, name: string): TeamRow => ({
  id,
  slug: name,
  name,
  open: { critical: 0, high: 0, medium: 0, low: 0, info: 0, unknown: 0 },
  total: 0,
  overdue: 0,
  excepted: 0,
  subjects: 0,
})
const rate = (
  teamId: number,
  observed: number,
  expected: number,
  isBefore = false,
  subjectDays = 5_000,
): TeamRates => ({
  teamId,
  isBefore,
  days: 28,
  observed,
  expected,
  weightedObserved: observed * 28,
  weightedExpected: expected * 28,
  subjectDays,
})
const TEAMS = [team(1, 'zebra'), team(2, 'ant'), team(3, 'mole'), team(4, 'newt'), team(0, 'none')]
const RATES = [
  rate(1, 40, 100),
  rate(2, 30, 100),
  rate(3, 230, 100),
  rate(4, 1, 1, false, 100),
  rate(1, 100, 100, true),
]

test('a band is ordered by name, never by rank', () => {
  const { bands } = prepareBoard(TEAMS, RATES)
  assert.deepEqual(
    bands.map(({ band, rows }) => [band, rows.map(({ name }) => name)]),
    [
      ['clearly better', ['zebra', 'ant']],
      ['like the fleet', []],
      ['clearly worse', ['mole']],
    ],
  )
})

test('teams with too little, teams without a scan, and what nobody owns stand apart', () => {
  const board = prepareBoard([...TEAMS, team(5, 'silent')], RATES)
  assert.deepEqual(
    board.tooFew.map(({ name }) => name),
    ['newt', 'silent'],
  )
  assert.equal(board.unowned?.slug, 'none')
})

test('the change compares two windows, and is unknown without the earlier one', () => {
  const rows = prepareBoard(TEAMS, RATES).bands.flatMap((band) => band.rows)
  assert.ok(Math.abs((rows.find(({ id }) => id === 1)?.change ?? 0) + 0.6) < 1e-9)
  assert.equal(rows.find(({ id }) => id === 2)?.change, null)
})
