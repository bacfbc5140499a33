import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseMediaType } from './choose-media-type.ts'

const OURS = ['application/json', 'text/csv', 'application/x-ndjson'] as const
const choose = (accept: string | null) => chooseMediaType(accept, OURS)

test('the type that is liked best is given, and the first to who does not care', () => {
  for (const accept of [null, '', '*/*', 'application/*', 'text/html, */*;q=0.8', 'application/json'])
    assert.equal(choose(accept), 'application/json', String(accept))
  assert.equal(choose('text/csv'), 'text/csv')
  assert.equal(choose('application/json;q=0.5, TEXT/CSV'), 'text/csv')
  assert.equal(choose('text/csv;q=0, */*'), 'application/json')
  assert.equal(choose('application/json;q=0, */*;q=0.1'), 'text/csv')
})

test('a request that takes none of ours is refused', () => {
  for (const accept of ['application/xml', 'text/html', 'application/json;q=0'])
    assert.throws(() => choose(accept), { status: 406 })
})
