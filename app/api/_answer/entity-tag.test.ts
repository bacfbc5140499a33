import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isKnown } from './entity-tag.ts'

test('a client has what it names, strongly or weakly, in a list or by a star', () => {
  for (const sent of ['"a"', 'W/"a"', '"b", "a"', '*']) assert.equal(isKnown(sent, '"a"'), true, sent)
  for (const sent of [null, '', '"b"', 'a', '"ab"']) assert.equal(isKnown(sent, '"a"'), false, String(sent))
})
