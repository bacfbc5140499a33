import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filterQuery } from './filter-query.ts'

const defaults = { state: 'open', limit: 50 }

test('only what differs from the defaults is in the address', () => {
  const filter = { state: 'open', limit: 50, source: 'a b&c', severity: ['high', 'low'], team: undefined, q: '' }
  assert.equal(filterQuery(filter, defaults).toString(), 'source=a+b%26c&severity=high%2Clow')
})

test('a change starts the list again and may take a filter away', () => {
  const filter = { state: 'open', source: 'x', after: 'cursor' }
  assert.equal(filterQuery(filter, defaults, { source: undefined, state: 'closed' }).toString(), 'state=closed')
  assert.equal(filterQuery(filter, defaults, { before: 'c' }).toString(), 'source=x&before=c')
})
