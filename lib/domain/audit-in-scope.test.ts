import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditInScope } from './audit-in-scope.ts'
import { EVERYTHING, NOTHING, type Scope } from './scope.ts'

const part: Scope = { ...EVERYTHING, sources: [1, 2], wholeSources: [1, 2], wholeEnvironments: ['production'] }

test('who sees everything has every audit', () => {
  assert.equal(auditInScope(EVERYTHING, {}), true)
})

test('who sees some sources has the audits of those, and none that shows more', () => {
  assert.equal(auditInScope(part, { sources: [2] }), true)
  assert.equal(auditInScope(part, { environments: ['production'] }), true)
  assert.equal(auditInScope(part, { sources: [2, 3] }), false)
  assert.equal(auditInScope(part, { environments: ['production', 'staging'] }), false)
  assert.equal(auditInScope(part, {}), false)
})

test('an audit that is limited twice shows less than either limit', () => {
  assert.equal(auditInScope(part, { sources: [1, 2, 3], environments: ['production'] }), true)
})

test('members and auditors have no audit, nor has nobody', () => {
  assert.equal(auditInScope({ ...EVERYTHING, teams: [1] }, { sources: [1] }), false)
  assert.equal(auditInScope({ ...EVERYTHING, frameworks: ['soc2'] }, { sources: [1] }), false)
  assert.equal(auditInScope({ ...EVERYTHING, window: { from: new Date(0), until: new Date(1) } }, {}), false)
  assert.equal(auditInScope(NOTHING, {}), false)
})
