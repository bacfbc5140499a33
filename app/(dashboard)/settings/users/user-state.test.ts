import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signInWords, userState } from './user-state.ts'

const now = new Date('2026-10-07T12:00:00Z')
const user = { disabledAt: null, audit: null, signsInWith: ['password'], lastSignInAt: null }
const audit = { expiresAt: new Date('2026-10-08T00:00:00Z'), closedAt: null }

test('a user is active, invited, disabled or of an audit that is over', () => {
  assert.equal(userState(user, now).word, 'active')
  assert.equal(userState({ ...user, signsInWith: [] }, now).word, 'invited')
  assert.equal(userState({ ...user, disabledAt: now, audit }, now).word, 'disabled')
  assert.equal(userState({ ...user, audit }, now).word, 'active')
  assert.equal(userState({ ...user, audit: { ...audit, closedAt: now } }, now).word, 'audit over')
  assert.equal(userState({ ...user, audit: { ...audit, expiresAt: now } }, now).word, 'audit over')
})

test('who came by a link and set no password is not taken for somebody who never came', () => {
  assert.equal(signInWords({ ...user, signsInWith: [] }), 'not yet')
  assert.match(signInWords({ ...user, signsInWith: [], lastSignInAt: now }), /no password/)
  assert.equal(signInWords({ ...user, signsInWith: ['Company login', 'password'] }), 'Company login, password')
})
