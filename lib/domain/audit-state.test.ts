import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditState } from './audit-state.ts'

const day = (n: number) => new Date(Date.UTC(2026, 9, n))
const audit = { from: day(1), expiresAt: day(20), closedAt: null }

test('an audit is upcoming until its window begins, open until it expires, and closed whenever somebody closed it', () => {
  const states = [new Date(day(1).getTime() - 1), day(1), new Date(day(20).getTime() - 1), day(20)]
  assert.deepEqual(
    states.map((now) => auditState(audit, now)),
    ['upcoming', 'open', 'open', 'expired'],
  )
  assert.equal(auditState({ ...audit, closedAt: day(5) }, day(25)), 'closed')
})
