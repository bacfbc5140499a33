import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ControlPart } from '#lib/controls/control-part.ts'
import type { ControlCheck } from '#lib/queries/list-control-checks.ts'
import { prepareChecks } from './prepare-checks.ts'

const counts = {
  required: true,
  pass: 1,
  fail: 0,
  warn: 0,
  error: 0,
  excepted: 0,
  stale: 0,
  since: null,
  lastCompleteAt: null,
}
const mapping = (id: string, isClass = false) => ({
  id,
  title: `entry ${id}`,
  basis: 'exact' as const,
  rationale: 'r',
  sources: [],
  isClass,
})
const check = (checkId: number, policy: string, mappings: ControlCheck['mappings']): ControlCheck => ({
  checkId,
  engine: 'kyverno',
  policy,
  rule: '',
  title: null,
  severity: 'high',
  mappings,
})

test('checks stand worst first, those without results last', () => {
  const parts: ControlPart[] = [
    { checkId: 1, ...counts, st: 'pass' },
    { checkId: 2, ...counts, st: 'fail', fail: 3 },
  ]
  const checks = [1, 2, 3].map((id) => check(id, `p${id}`, [mapping('m')]))
  assert.deepEqual(
    prepareChecks(checks, parts).map(({ title, part }) => [title, part?.st]),
    [
      ['p2', 'fail'],
      ['p1', 'pass'],
      ['p3', undefined],
    ],
  )
})

test('a class of checks is one line, however many checks are of it', () => {
  const checks = [check(1, 'CVE-1', [mapping('cve', true)]), check(2, 'CVE-2', [mapping('cve', true)])]
  const lines = prepareChecks(checks, [{ mappingId: 'cve', checks: 2, ...counts, st: 'fail' }])
  assert.deepEqual(
    lines.map(({ title, part }) => [title, part?.st]),
    [['entry cve (2 checks)', 'fail']],
  )
})
