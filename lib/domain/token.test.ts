import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newToken, tokenHint, tokenSha256 } from './token.ts'

test('a token carries 256 random bits and is found by its hash', () => {
  const [a, b] = [newToken(), newToken()]
  assert.match(a, /^mnt_[A-Za-z0-9_-]{43}$/)
  assert.notEqual(a, b)
  assert.match(tokenSha256(a) ?? '', /^[0-9a-f]{64}$/)
})

test('text that is no token has no hash', () => {
  for (const text of ['', 'mnt_', 'mnt_short', `xnt_${'a'.repeat(43)}`, `mnt_${'a'.repeat(44)}`])
    assert.equal(tokenSha256(text), undefined)
})

test('the hint shows 8 of 43 secret characters', () => {
  assert.equal(tokenHint(`mnt_${'a'.repeat(43)}`), 'mnt_aaaa…aaaa')
})
