import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UnreadableDocument } from '#lib/domain/result.ts'
import { ProductError } from '#lib/errors.ts'
import { MAX_JSON_DEPTH, parseJson } from './parse-json.ts'

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`
const isTooLarge = (error: unknown): boolean => error instanceof ProductError && error.code === 'too-large'

test('nesting is allowed up to the limit and refused one level deeper', () => {
  assert.doesNotThrow(() => parseJson(nested(MAX_JSON_DEPTH)))
  assert.throws(() => parseJson(nested(MAX_JSON_DEPTH + 1)), isTooLarge)
})

test('brackets and escaped quotes inside texts are not nesting', () => {
  const value = { text: `${'['.repeat(200)} \\" ${'{"'.repeat(200)} \\\\` }
  assert.deepEqual(parseJson(JSON.stringify(value)), value)
  assert.deepEqual(parseJson(`{"a":"\\\\","b":[1]}`), { a: '\\', b: [1] })
})

test('ten million levels are refused in well under a second', () => {
  const hostile = '{"a":'.repeat(10_000_000)
  const started = performance.now()
  assert.throws(() => parseJson(hostile), isTooLarge)
  assert.ok(performance.now() - started < 500)
})

test('what is not JSON is refused with the place of the error', () => {
  assert.throws(
    () => parseJson('{"a":1,}'),
    (error) => error instanceof UnreadableDocument && /position/.test(error.message),
  )
  assert.throws(() => parseJson(''), UnreadableDocument)
  assert.throws(() => parseJson('{"a":"b'), UnreadableDocument)
})
