import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ExceptionFilter } from '#lib/domain/exception-filter.ts'
import type { StatedException } from '#lib/domain/result.ts'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { limitedScope } from '#lib/testing/limited-scope.ts'
import { recordResults, testCheck, testSubject } from '#lib/testing/record-results.ts'
import { countExceptions } from './count-exceptions.ts'
import { listExceptions } from './list-exceptions.ts'
import { listFindingExceptions } from './list-finding-exceptions.ts'

const { db } = await testDatabase()
const at = (day: number) => new Date(Date.UTC(2026, 8, day, 6))
const now = at(20)
const check = testCheck('disallow-root')
const stated = (name: string, more: Partial<StatedException> = {}): StatedException => ({
  kind: 'policy-exception',
  name,
  namespace: 'shop',
  checks: ['kyverno/disallow-root'],
  scope: 'Deployment shop/*',
  ...more,
})
const covered = (name: string, exceptions: string[]) =>
  ({ check, subject: testSubject(name), outcome: 'skip', exceptions }) as const

await recordResults(db, {
  source: 'prod',
  at: at(1),
  results: [covered('a', ['late']), covered('b', ['late']), covered('c', ['shop/whole']), covered('d', ['ghost'])],
  exceptions: [
    stated('late', { expiresAt: at(10), approver: 'ana@example.com', reason: 'migration' }),
    stated('whole', { expiresAt: at(25), approver: 'ana@example.com', reason: '100% sure', createdAt: at(1) }),
    stated('idle', { namespace: 'other' }),
    stated('old', { expiresAt: at(5), approver: 'x', reason: 'y' }),
  ],
})
await recordResults(db, {
  source: 'shop/ci',
  kind: 'pipeline',
  at: at(2),
  results: [covered('main.tf', ['supp'])],
  exceptions: [stated('supp', { kind: 'suppression', namespace: '', reason: 'known' })],
})

const filter = (given: Record<string, unknown> = {}) => ExceptionFilter.parse(given)
const list = async (given: Record<string, unknown> = {}, scope = EVERYTHING) =>
  (await listExceptions(db, scope, filter(given), now)).rows
const names = async (given: Record<string, unknown> = {}) => (await list(given)).map(({ name }) => name).sort()

test('what sources state and what only reports name stand in one list, each once, with the results it covers', async () => {
  const rows = await list()
  assert.deepEqual(Object.fromEntries(rows.map(({ name, kind, covered }) => [name, [kind, covered]])), {
    old: ['policy-exception', 0],
    late: ['policy-exception', 2],
    whole: ['policy-exception', 1],
    supp: ['suppression', 1],
    idle: ['policy-exception', 0],
    ghost: ['named', 1],
  })
  assert.equal(rows.length, 6)
})

test('an expired exception that results still name is marked as honoured', async () => {
  const late = (await list({ q: 'late' }))[0]
  assert.deepEqual(late?.marks, ['honoured', 'expired'])
  assert.deepEqual(await names({ mark: 'honoured' }), ['late'])
})

test('each mark keeps exactly its rows, and the counts agree', async () => {
  const expected = {
    honoured: ['late'],
    expired: ['late', 'old'],
    expiring: ['whole'],
    'no-expiry': ['idle', 'supp'],
    'no-approver': ['idle', 'supp'],
    'no-reason': ['idle'],
    unregistered: ['ghost'],
    unused: ['idle', 'old'],
  }
  const counts = await countExceptions(db, EVERYTHING, filter({ mark: 'honoured' }), now)
  assert.deepEqual([counts.total, counts.covered], [6, 5])
  for (const [mark, expectedNames] of Object.entries(expected)) {
    assert.deepEqual(await names({ mark }), expectedNames, mark)
    assert.equal(counts.marks[mark as keyof typeof expected], expectedNames.length, mark)
  }
})

test('an exception ends at its very time of expiry', async () => {
  const expired = async (when: Date) =>
    (await listExceptions(db, EVERYTHING, filter({ mark: 'expired', q: 'late' }), when)).rows.length
  assert.equal(await expired(new Date(at(10).getTime() - 1)), 0)
  assert.equal(await expired(at(10)), 1)
})

test('filters keep their rows and take wildcards as they are', async () => {
  assert.deepEqual(await names({ kind: 'suppression' }), ['supp'])
  assert.deepEqual(await names({ source: 'shop/ci' }), ['supp'])
  assert.deepEqual(await names({ q: '100%' }), ['whole'])
  assert.deepEqual(await names({ q: '%' }), ['whole'])
  assert.deepEqual(await names({ q: 'shop/late' }), ['late'])
  assert.deepEqual(await names({ state: 'gone' }), [])
})

for (const sort of ['expiry', 'oldest', 'newest', 'covers'])
  test(`pages by ${sort} join to the whole list, forward and back`, async () => {
    const whole = await list({ sort })
    const forward = []
    let last: Awaited<ReturnType<typeof listExceptions>> | undefined
    for (let after: string | undefined; !last || after; ) {
      last = await listExceptions(db, EVERYTHING, filter({ sort, limit: 2, after }), now)
      forward.push(...last.rows)
      after = last.next
    }
    assert.deepEqual(forward, whole)
    const back = [...last.rows]
    for (let before = last.previous; before; ) {
      const page = await listExceptions(db, EVERYTHING, filter({ sort, limit: 2, before }), now)
      back.unshift(...page.rows)
      before = page.previous
    }
    assert.deepEqual(back, whole)
  })

test('by expiry, what ended first stands first and what never ends last', async () => {
  assert.deepEqual(
    (await list()).slice(0, 3).map(({ name }) => name),
    ['old', 'late', 'whole'],
  )
})

test('a scope shows the exceptions of its sources, and a team those that concern it', async () => {
  const { rows } = await db.sql.query(`SELECT id FROM source WHERE name = 'prod'`)
  assert.equal((await list({}, limitedScope({ sources: [rows[0].id] }))).length, 5)
  assert.deepEqual(await list({}, limitedScope({ sources: [] })), [])
  assert.deepEqual(await list({ q: 'late' }, limitedScope({ teams: [5] })), [])
})

test('a finding tells the exceptions that cover it, by bare and by full name', async () => {
  const covering = async (subject: string, scope = EVERYTHING) => {
    const { rows } = await db.sql.query(
      `SELECT source_id AS "sourceId", feed_id AS "feedId", subject, check_id AS "checkId", part
       FROM finding_excepted JOIN subject_state s USING (source_id, feed_id, subject) WHERE s.name = $1`,
      [subject],
    )
    return (await listFindingExceptions(db, scope, rows[0])).map(({ name, calledAs }) => [name, calledAs])
  }
  assert.deepEqual(await covering('a'), [['late', 'late']])
  assert.deepEqual(await covering('c'), [['whole', 'shop/whole']])
  assert.deepEqual(await covering('d'), [])
  assert.deepEqual(await covering('a', limitedScope({ sources: [] })), [])
})

test('what a complete scan no longer states is gone, not deleted; named still, it is shown for what it is', async () => {
  await recordResults(db, { source: 'prod', at: at(3), results: [covered('a', ['late'])], exceptions: [] })
  assert.deepEqual(await names({ state: 'gone' }), ['idle', 'late', 'old', 'whole'])
  assert.deepEqual(
    (await list({ state: 'gone', q: 'late' })).map(({ covered }) => covered),
    [1],
  )
})

test('one that is gone from its source stays in the list while results still name it', async () => {
  assert.deepEqual(await names(), ['late', 'supp'])
})
