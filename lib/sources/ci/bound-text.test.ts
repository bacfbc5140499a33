import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boundMessage, boundName, keepEnds } from './bound-text.ts'

test('a message is kept up to 4 KiB of UTF-8, whole characters', () => {
  assert.equal(boundMessage('a'.repeat(4096)), 'a'.repeat(4096))
  const cut = boundMessage('€'.repeat(4096))
  assert.ok(Buffer.byteLength(cut) <= 4096 && Buffer.byteLength(cut) > 4085)
  assert.match(cut, /^€+…$/)
  assert.match(boundMessage('a'.repeat(10_000_000)), /^a{4093}…$/)
})

test('what a database cannot store is replaced', () => {
  assert.equal(boundMessage('a\0b\uD800c'), 'a\uFFFDb\uFFFDc')
  assert.equal(boundName('a\0b'), 'a\uFFFDb')
})

test('two long names with the same beginning stay two', () => {
  const [a, b] = [boundName(`${'x'.repeat(5000)}a`), boundName(`${'x'.repeat(5000)}b`)]
  assert.notEqual(a, b)
  assert.ok(a.length <= 400)
  assert.equal(boundName('x'.repeat(400)), 'x'.repeat(400))
})

test('of a long output the beginning and the end stay', () => {
  const kept = keepEnds(`begin${'-'.repeat(100_000)}end`, 1000)
  assert.ok(kept.length <= 1000)
  assert.match(kept, /^begin.*99\d\d\d characters left out.*end$/s)
  assert.equal(keepEnds('short', 1000), 'short')
})
