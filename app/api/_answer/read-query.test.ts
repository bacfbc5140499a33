import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { FindingFilter } from '#lib/domain/finding-filter.ts'
import { parseQuery } from './parse-query.ts'
import { readQuery } from './read-query.ts'

const row = z.object({ key: z.string(), severity: z.string() })
const ask = (query: string) => {
  const read = readQuery(new URLSearchParams(query), { query: FindingFilter, row, kind: 'list' })
  return { ...read, filter: parseQuery(FindingFilter, read.query) }
}

test('a filter that is understood is taken, with its format and fields', () => {
  const { filter, format, fields } = ask('severity=high&severity=low&format=csv&fields=severity,key,key')
  assert.deepEqual([filter.severity, format, fields], [['high', 'low'], 'csv', ['severity', 'key']])
  assert.equal(ask('').fields, undefined)
})

test('what is not understood is refused with its name, never left out', () => {
  for (const [query, words] of [
    ['severity=hgih', /severity/],
    ['sevrity=high', /no parameter sevrity/],
    ['__proto__=x', /no parameter/],
    ['format=xml', /format/],
    ['fields=key,secret', /fields: there is no secret/],
    ['fields=__proto__', /fields/],
    ['limit=501', /limit/],
    ['after=junk', /after/],
  ] as const)
    assert.throws(
      () => ask(query),
      (error: Error) => words.test(error.message),
      query,
    )
})
