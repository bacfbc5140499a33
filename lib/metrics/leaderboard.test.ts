import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  bandOf,
  byarLimits,
  type Cell,
  priorStrength,
  type Rates,
  shrink,
  standardise,
  standings,
} from './leaderboard.ts'

const near = (actual: number | undefined, wanted: number) =>
  assert.ok(Math.abs((actual ?? Number.NaN) - wanted) < 5e-5, `${actual} is not ${wanted}`)

const CELLS: Cell[] = [
  { team: 'A', check: 'P1', weight: 10, judged: 100, violating: 5 },
  { team: 'A', check: 'P2', weight: 3, judged: 400, violating: 20 },
  { team: 'B', check: 'P1', weight: 10, judged: 50, violating: 0 },
  { team: 'B', check: 'P2', weight: 3, judged: 100, violating: 4 },
]

test('expected violations follow from the fleet rate per check, and add up to the observed ones', () => {
  const teams = standardise(CELLS)
  near(teams.get('A')?.expected, 90.9333)
  near(teams.get('B')?.expected, 31.0667)
  assert.deepEqual([teams.get('A')?.observed, teams.get('B')?.observed], [110, 12])
  near((teams.get('A')?.expected ?? 0) + (teams.get('B')?.expected ?? 0), 122)
})

test('the ratio is drawn towards the fleet, more for the team with less to judge', () => {
  near(110 / 90.9333, 1.2097)
  near(shrink(110, 90.9333, 50), 1.1353)
  near(shrink(12, 31.0667, 50), 0.7648)
})

test('limits and bands follow Byar', () => {
  const rows: [number, number, number, number, string][] = [
    [25, 22.5333, 0.7178, 1.6379, 'like the fleet'],
    [4, 6.4667, 0.1664, 1.5836, 'like the fleet'],
    [25, 16, 1.0109, 2.3067, 'clearly worse'],
    [0, 3, 0, 1.2227, 'like the fleet'],
  ]
  for (const [observed, expected, lower, upper, band] of rows) {
    const limits = byarLimits(observed, expected)
    near(limits.lower, lower)
    near(limits.upper, upper)
    assert.equal(bandOf(limits), band)
  }
  assert.equal(bandOf(byarLimits(2, 20)), 'clearly better')
})

const team = (observed: number, expected: number, subjectDays = 10_000): Rates => ({
  observed,
  expected,
  weightedObserved: observed * 28 * 3,
  weightedExpected: expected * 28 * 3,
  subjectDays,
})

test('a team with fewer than 30 subjects over 28 days is not compared, and does not move the others', () => {
  const [small] = standings([team(9, 1, 839), team(20, 20)])
  assert.equal(small, 'too few')
  const [alone] = standings([team(20, 20), team(30, 20)])
  const [beside] = standings([team(20, 20), team(30, 20), team(400, 1, 100)])
  assert.deepEqual(alone, beside)
})

test('a team that nothing can be expected of is not compared', () => {
  assert.deepEqual(standings([team(0, 0)]), ['too few'])
})

test('a large team with many violations can stand better than a small one with few', () => {
  const [large, small] = standings([team(60, 100), team(20, 8)])
  assert.ok(large !== 'too few' && large?.band === 'clearly better')
  assert.ok(small !== 'too few' && small?.band === 'clearly worse')
})

test('where teams differ no more than chance, everybody is drawn to the fleet', () => {
  assert.equal(priorStrength([team(20, 20), team(19, 20), team(21, 20)]), Number.POSITIVE_INFINITY)
  const [first] = standings([team(20, 20), team(19, 20), team(21, 20)])
  assert.ok(first !== 'too few' && first?.shrunk === 1)
})

test('where teams truly differ, the prior is weak', () => {
  assert.ok(priorStrength([team(10, 100), team(250, 100), team(40, 100)]) < 5)
})
