import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { jsonSchema } from '#app/api/_document/json-schema.ts'
import { fieldRows, typeWords } from './type-words.ts'

test('a type is told in words', () => {
  const words = (schema: z.ZodType) => typeWords(jsonSchema(schema))
  assert.equal(words(z.string().nullable()), 'string or null')
  assert.equal(words(z.enum(['a', 'b']).nullable()), 'a | b or null')
  assert.equal(words(z.array(z.enum(['a', 'b']))), 'list of a | b')
  assert.equal(words(z.date()), 'time')
  assert.equal(words(z.iso.date().nullable()), 'day or null')
  assert.equal(words(z.int()), 'integer')
  assert.equal(words(z.preprocess((value) => value, z.string().optional())), 'string')
})

test('fields of objects and lists stand under their own', () => {
  const schema = z.object({
    id: z.string().describe('Its number'),
    of: z.object({ team: z.string() }).nullable(),
    events: z.array(z.object({ at: z.date() })),
  })
  assert.deepEqual(
    fieldRows(jsonSchema(schema)).map(({ name, type }) => [name, type]),
    [
      ['id', 'string'],
      ['of', 'object or null'],
      ['of.team', 'string'],
      ['events', 'list of object'],
      ['events[].at', 'time'],
    ],
  )
})
