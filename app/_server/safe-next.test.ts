import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeNext } from './safe-next.ts'

test('a page of ours is kept with its filters', () => {
  assert.equal(safeNext('/findings?severity=critical&team=payments'), '/findings?severity=critical&team=payments')
})

test('whatever could lead to another site is dropped', () => {
  for (const next of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '',
    undefined,
  ])
    assert.equal(safeNext(next), '/')
})
