import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Parsed } from '#lib/domain/result.ts'
import { buildEntry, buildReport, POD } from '#lib/testing/build-report.ts'
import { parsePolicyReports } from './parse.ts'

const now = new Date('2026-11-20T12:00:00Z')
const seconds = (text: string) => Date.parse(text) / 1000
const parse = (...objects: unknown[]): Parsed => {
  const parsed = parsePolicyReports(objects, { now })
  const ignored = parsed.ignored.reduce((sum, { count }) => sum + count, 0)
  assert.equal(parsed.listed, parsed.entries + parsed.rejected.length + ignored)
  return parsed
}

describe('both report APIs', () => {
  const at = (time: string, fields: object = {}) =>
    buildEntry({ timestamp: { seconds: seconds(time), nanos: 0 }, ...fields })
  const open = (fields: object) => buildReport({ apiVersion: 'openreports.io/v1alpha1', kind: 'Report', ...fields })

  test('the newer openreports report speaks for its subject, and the old one is not added to it', () => {
    const { results, ignored, entries } = parse(
      buildReport({ results: [at('2026-11-01T00:00:00Z'), at('2026-11-01T00:00:00Z', { rule: 'gone' })] }),
      open({ results: [at('2026-11-20T00:00:00Z', { result: 'pass' })] }),
    )
    assert.deepEqual(
      results.map(({ outcome, entry }) => [outcome, entry]),
      [['pass', 1]],
    )
    assert.deepEqual([entries, ignored[0]?.count], [1, 2])
  })

  test('after a switch back the older API’s newer report speaks', () => {
    const { results } = parse(
      buildReport({ results: [at('2026-11-20T00:00:00Z')] }),
      open({ results: [at('2026-11-01T00:00:00Z', { result: 'pass' })] }),
    )
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['fail'],
    )
  })

  test('where the time of its report cannot be believed openreports speaks', () => {
    const old = buildReport({ results: [at('2026-11-20T00:00:00Z')] })
    assert.deepEqual(
      parse(old, open({ results: [buildEntry({ result: 'pass' })] })).results.map(({ outcome }) => outcome),
      ['pass'],
    )
  })

  test('other engines and other subjects keep the API they have', () => {
    const { results, ignored } = parse(
      buildReport({ results: [buildEntry({ source: 'Trivy ConfigAudit' })] }),
      buildReport({ scope: { ...POD, name: 'web' } }),
      open({}),
    )
    assert.deepEqual([results.length, ignored], [3, []])
  })
})
