import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newestFirst } from './newest-first.ts'

test('versions come in the order Kubernetes gives them: stable, beta, alpha, each by number, then the rest', () => {
  const ordered = ['v10', 'v2', 'v1', 'v11beta2', 'v10beta3', 'v3beta1', 'v12alpha1', 'v11alpha2', 'foo1', 'foo10']
  assert.deepEqual([...ordered].reverse().toSorted(newestFirst), ordered)
})
