import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coverageOf } from './coverage.ts'

test('coverage and conformance come with their numerators and denominators', () => {
  const states = [
    { state: 'pass' },
    { state: 'pass', exceptions: true },
    { state: 'partial', exceptions: true },
    { state: 'fail' },
    { state: 'not_assessed' },
    { state: 'inherited' },
    { state: 'not_applicable' },
  ] as const
  assert.deepEqual(coverageOf(states), {
    coverage: { numerator: 4, denominator: 6 },
    conformance: { numerator: 2, denominator: 4, withExceptions: 1 },
    inherited: 1,
    notApplicable: 1,
  })
})

test('what was not assessed never raises conformance', () => {
  const { coverage, conformance } = coverageOf([{ state: 'not_assessed' }, { state: 'not_assessed' }])
  assert.deepEqual(coverage, { numerator: 0, denominator: 2 })
  assert.deepEqual(conformance, { numerator: 0, denominator: 0, withExceptions: 0 })
})
