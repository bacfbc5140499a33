import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUsable, tokenState } from './token-state.ts'

const now = new Date('2026-10-07T12:00:00Z')
const inDays = (days: number) => ({ revokedAt: null, expiresAt: new Date(now.getTime() + days * 86_400_000) })

test('a token is expiring in its last 14 days, works until its last moment, and not at it', () => {
  assert.equal(tokenState(inDays(15), now), 'works')
  assert.equal(tokenState(inDays(14), now), 'expiring')
  assert.equal(tokenState(inDays(0.001), now), 'expiring')
  assert.equal(tokenState(inDays(0), now), 'expired')
})

test('a revoked token is revoked, whether or not it expired too, and does not work', () => {
  assert.equal(tokenState({ ...inDays(-1), revokedAt: now }, now), 'revoked')
  assert.deepEqual((['works', 'expiring', 'expired', 'revoked'] as const).map(isUsable), [true, true, false, false])
})
