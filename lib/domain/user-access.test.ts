import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNarrower, type UserAccess } from './user-access.ts'

const member: UserAccess = { role: 'member', limits: {}, teams: [1, 2], auditId: null }

test('more teams or fewer limits are not less', () => {
  assert.equal(isNarrower(member, member), false)
  assert.equal(isNarrower({ ...member, teams: [2, 3, 1] }, member), false)
  assert.equal(isNarrower(member, { ...member, limits: { sources: [1], environments: ['production'] } }), false)
  assert.equal(isNarrower({ ...member, limits: { sources: [2, 1] } }, { ...member, limits: { sources: [1] } }), false)
})

test('one team, source or environment taken away is less, whatever is added beside it', () => {
  assert.equal(isNarrower({ ...member, teams: [1, 3, 4] }, member), true)
  assert.equal(isNarrower({ ...member, limits: { sources: [1] } }, member), true)
  assert.equal(isNarrower({ ...member, limits: { sources: [2, 3] } }, { ...member, limits: { sources: [1] } }), true)
  assert.equal(isNarrower({ ...member, limits: { environments: [] } }, { ...member, limits: {} }), true)
})

test('another role or another audit is never the same access', () => {
  assert.equal(isNarrower({ ...member, role: 'admin' }, member), true)
  const auditor: UserAccess = { role: 'auditor', limits: {}, teams: [], auditId: 'a' }
  assert.equal(isNarrower({ ...auditor, auditId: 'b' }, auditor), true)
})
