import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditStateWords, limitWords, windowWords } from './audit-words.ts'

const day = (n: number) => new Date(Date.UTC(2026, 9, n))
const audit = { from: day(1), expiresAt: day(20), closedAt: null }

test('an audit says that it is open, and in its last week when it ends', () => {
  assert.equal(auditStateWords(audit, day(5)).words, 'open')
  assert.match(auditStateWords(audit, day(15)).words, /^expires in 5 days$/)
  assert.equal(auditStateWords(audit, day(20)).words, 'expired')
  assert.match(auditStateWords({ ...audit, from: day(9) }, day(5)).words, /^window begins in 4 days$/)
  assert.equal(auditStateWords({ ...audit, closedAt: day(2) }, day(5)).words, 'closed')
})

test('the window is told with its last day in it', () => {
  assert.equal(windowWords({ from: day(1), until: day(8) }), '2026-10-01 to 2026-10-07')
})

test('no limit is every source, and a limit to none is not', () => {
  assert.equal(limitWords({ limits: {}, sources: [] }), 'every source')
  assert.equal(
    limitWords({ limits: { sources: [1], environments: ['a', 'b'] }, sources: ['eu'] }),
    'environments a, b; sources eu',
  )
})
