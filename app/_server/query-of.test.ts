import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FindingFilter } from '#lib/domain/finding-filter.ts'
import { queryOf } from './query-of.ts'

const ask = (query: string) => queryOf(new Request(`http://localhost/api/v1/findings${query}`), FindingFilter)

test('a filter that is understood is taken with its format', () => {
  const query = ask('?severity=high&severity=low&format=csv')
  assert.ok('filter' in query)
  assert.deepEqual([query.filter.severity, query.format], [['high', 'low'], 'csv'])
})

test('what is not understood is refused with its name, never left out', () => {
  for (const [query, words] of [
    ['?severity=hgih', /severity/],
    ['?sevrity=high', /no such parameter: sevrity/],
    ['?__proto__=x', /no such parameter/],
    ['?format=xml', /format/],
    ['?limit=501', /limit/],
    ['?after=junk', /after/],
  ] as const) {
    const answer = ask(query)
    assert.ok('problem' in answer, query)
    assert.match(answer.problem, words)
  }
})
