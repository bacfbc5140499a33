import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tokenWords } from './token-words.ts'

const names = { teams: [{ id: 1, name: 'Payments' }], sources: [{ id: 7, name: 'prod-eu' }] }
const read = { kind: 'read', source: null, role: 'member', limits: {} } as const

test('a token says what it may do and what limits it', () => {
  assert.equal(tokenWords({ ...read, kind: 'ingest', source: 'eu-1', role: null }, names), 'stores results of eu-1')
  assert.equal(tokenWords({ ...read, kind: 'metrics', role: null }, names), 'reads /metrics')
  assert.equal(tokenWords({ ...read, role: 'admin' }, names), 'sees as administrator: everything')
  const limits = { teams: [1], environments: ['production'], sources: [7] }
  assert.equal(
    tokenWords({ ...read, limits }, names),
    'sees as member: teams Payments; environments production; sources prod-eu',
  )
})

test('an empty limit is none, never everything, and what is gone is not left out', () => {
  assert.equal(tokenWords({ ...read, limits: { teams: [] } }, names), 'sees as member: teams none')
  assert.equal(
    tokenWords({ ...read, limits: { teams: [1, 2] } }, names),
    'sees as member: teams Payments, one that is gone',
  )
})
