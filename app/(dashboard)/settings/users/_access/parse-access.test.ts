import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAccess } from './parse-access.ts'

const formOf = (fields: [string, string][]): FormData => {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  return form
}

test('every chosen team, source and environment counts, and what nothing was chosen for does not limit', () => {
  assert.deepEqual(
    parseAccess(
      formOf([
        ['role', 'member'],
        ['teams', '2'],
        ['teams', '3'],
      ]),
    ),
    { access: { role: 'member', limits: {}, teams: [2, 3], auditId: null } },
  )
  assert.deepEqual(
    parseAccess(
      formOf([
        ['role', 'officer'],
        ['sources', '1'],
        ['environments', 'a, b'],
      ]),
    ),
    { access: { role: 'officer', limits: { sources: [1], environments: ['a, b'] }, teams: [], auditId: null } },
  )
})

test('a role that is none, or an audit that is no id, is refused with words', () => {
  assert.deepEqual(parseAccess(formOf([['role', 'king']])), { error: 'Choose a role.' })
  const form = formOf([
    ['role', 'auditor'],
    ['audit', 'x'],
  ])
  assert.deepEqual(parseAccess(form), { error: 'Choose the audit.' })
})
