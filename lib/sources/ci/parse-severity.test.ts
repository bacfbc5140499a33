import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSeverity } from './parse-severity.ts'

test('scores have the bands of security-severity, as number or text', () => {
  const bands = {
    10: 'critical',
    9: 'critical',
    8.9: 'high',
    7: 'high',
    6.9: 'medium',
    4: 'medium',
    3.9: 'low',
    0.1: 'low',
    0: 'info',
  }
  for (const [score, severity] of Object.entries(bands)) {
    assert.equal(parseSeverity(score), severity)
    assert.equal(parseSeverity(Number(score)), severity)
  }
})

test('words are read in any case', () => {
  assert.equal(parseSeverity('HIGH'), 'high')
  assert.equal(parseSeverity('Moderate'), 'medium')
  assert.equal(parseSeverity('informational'), 'info')
})

test('levels, other words and impossible scores are no severity', () => {
  for (const value of ['error', 'warning', 'none', 'constructor', '', '11', '-1', 10.1, Number.NaN, true, null, {}]) {
    assert.equal(parseSeverity(value), undefined, String(value))
  }
})
