import assert from 'node:assert/strict'
import { test } from 'node:test'
import { httpHref } from './http-href.ts'

test('only addresses of the web are linked to', () => {
  assert.equal(httpHref('https://example.com/a?b=1'), 'https://example.com/a?b=1')
  for (const address of [
    'javascript:alert(1)',
    ' JaVaScript:alert(1)',
    'data:text/html,x',
    '/relative',
    'x',
    '',
    null,
    undefined,
  ])
    assert.equal(httpHref(address), undefined, String(address))
})
