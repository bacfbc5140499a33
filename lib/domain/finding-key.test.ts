import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findingKeyText, parseFindingKey } from './finding-key.ts'

const key = { sourceId: 3, feedId: 1, subject: '0b0c6bd5-7f8e-9c4a-0d1e-2f3a4b5c6d7e', checkId: 41, part: '' }

test('a key survives the way through a URL, whatever its part holds', () => {
  for (const part of ['', 'openssl', 'a/b?c=d#é . ..', '<script>', '{"a":1}', '日本'])
    assert.deepEqual(parseFindingKey(decodeURIComponent(findingKeyText({ ...key, part }))), { ...key, part })
})

test('a key is safe in a path without being encoded', () => {
  assert.match(findingKeyText({ ...key, part: '../x y%2F' }), /^[A-Za-z0-9._-]+$/)
})

test('what is not a key is told as none', () => {
  const good = findingKeyText(key)
  for (const text of [
    '',
    '1',
    `${good}.a.b`,
    `0${good.slice(1)}`,
    good.replace('0b0c', 'zzzz'),
    `${good}.a+b`,
    '9999999999.1.x.1',
  ])
    assert.equal(parseFindingKey(text), undefined, text)
})
