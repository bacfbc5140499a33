import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupAccess, groupsIn } from './group-access.ts'

test('groups are found as a list, as one text, nested, and under a name with dots', () => {
  assert.deepEqual(groupsIn({ groups: ['a', 'b', 7] }, 'groups'), ['a', 'b'])
  assert.deepEqual(groupsIn({ groups: 'a, b c' }, 'groups'), ['a', 'b', 'c'])
  assert.deepEqual(groupsIn({ realm_access: { roles: ['sre'] } }, 'realm_access.roles'), ['sre'])
  assert.deepEqual(groupsIn({ 'https://example.com/groups': ['x'] }, 'https://example.com/groups'), ['x'])
  for (const claims of [{}, { groups: null }, { groups: 7 }, undefined, 'groups'])
    assert.equal(groupsIn(claims, 'groups'), undefined)
  assert.equal(groupsIn({}, 'constructor.name'), undefined)
})

test('the first rule that fits gives the role, the teams of all add up, and no group is no access', () => {
  const rules = [
    { group: 'compliance', role: 'officer' as const, teams: [] },
    { group: 'payments', role: 'member' as const, teams: [2] },
    { group: 'search', role: 'member' as const, teams: [1, 2] },
  ]
  assert.deepEqual(groupAccess(['search', 'payments'], rules), { role: 'member', teams: [1, 2] })
  assert.deepEqual(groupAccess(['payments', 'compliance'], rules), { role: 'officer', teams: [2] })
  assert.equal(groupAccess(['Compliance', 'everybody'], rules), undefined)
  assert.equal(groupAccess(['payments'], []), undefined)
})
