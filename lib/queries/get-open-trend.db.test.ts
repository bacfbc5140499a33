import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { refreshRollups } from '#lib/metrics/refresh-rollups.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { limitedScope } from '#lib/testing/limited-scope.ts'
import { recordResults, testCheck, testSubject } from '#lib/testing/record-results.ts'
import { getOpenBySeverity } from './get-open-by-severity.ts'
import { getOpenTrend } from './get-open-trend.ts'
import { getWeeklyFlow } from './get-weekly-flow.ts'
import { listWorstChecks } from './list-worst-checks.ts'

const { db } = await testDatabase()
/** Noon of a day of October 2026; the 5th is a Monday. */
const at = (day: number) => new Date(Date.UTC(2026, 9, day, 12))
const [high, low] = [testCheck('disallow-host-path', 'high'), testCheck('require-labels', 'low')]
const [api, web] = [testSubject('api', 'payments'), testSubject('web', 'shop')]
const result = (
  check: typeof high,
  subject: typeof api,
  outcome: 'pass' | 'fail' | 'error',
  exceptions: string[] = [],
) => ({ check, subject, outcome, exceptions })

const { rows } = await db.sql.query(
  `INSERT INTO team (slug, name, created_at) VALUES ('payments', 'Payments', $1) RETURNING id`,
  [at(1)],
)
const payments: number = rows[0].id
await db.sql.query(`INSERT INTO team_rule (team_id, kind, pattern) VALUES ($1, 'namespace', 'payments')`, [payments])

await recordResults(db, {
  source: 'eu',
  at: at(6),
  results: [result(high, api, 'fail'), result(low, api, 'pass'), result(low, web, 'pass')],
})
await refreshRollups(db, at(6))
await recordResults(db, {
  source: 'eu',
  at: at(8),
  results: [result(high, api, 'fail'), result(low, api, 'fail'), result(low, web, 'error')],
})
await refreshRollups(db, at(8))
await recordResults(db, {
  source: 'eu',
  at: at(13),
  results: [result(high, api, 'pass'), result(low, api, 'fail'), result(low, web, 'fail', ['agreed'])],
})
await refreshRollups(db, at(13))
const last = at(13)

const totals = (days: Awaited<ReturnType<typeof getOpenTrend>>) =>
  days.map(({ day, open }) => [day.slice(8), open && open.high + open.low])

test('the trend has what was open at the end of each day, and nothing for days before the first', async () => {
  const days = await getOpenTrend(db, EVERYTHING, { days: 9, now: last })
  assert.deepEqual(totals(days), [
    ['05', null],
    ['06', 1],
    ['07', 1],
    ['08', 3],
    ['09', 3],
    ['10', 3],
    ['11', 3],
    ['12', 3],
    ['13', 1],
  ])
})

test('a team has its own trend', async () => {
  const days = await getOpenTrend(db, EVERYTHING, { days: 6, now: last, teamId: payments })
  assert.deepEqual(
    totals(days).map(([, open]) => open),
    [2, 2, 2, 2, 2, 1],
  )
})

test('who may see one team sees what its page shows, and who may see nothing sees no count at all', async () => {
  const mine = await getOpenTrend(db, limitedScope({ teams: [payments] }), { days: 6, now: last })
  assert.deepEqual(mine, await getOpenTrend(db, EVERYTHING, { days: 6, now: last, teamId: payments }))
  const none = await getOpenTrend(db, limitedScope({ sources: [], teams: [] }), { days: 6, now: last })
  assert.ok(none.every(({ open }) => open === null))
  assert.equal((await getOpenBySeverity(db, limitedScope({ sources: [], teams: [] }), { now: last })).total, 0)
})

test('weeks count what is new without the baseline, and what was fixed, and mark the running week', async () => {
  const weeks = await getWeeklyFlow(db, EVERYTHING, { weeks: 3, now: last })
  assert.deepEqual(weeks, [
    { monday: '2026-09-28', opened: null, fixed: null, isFilling: false },
    { monday: '2026-10-05', opened: 2, fixed: 0, isFilling: false },
    { monday: '2026-10-12', opened: 0, fixed: 1, isFilling: true },
  ])
})

test('open by severity is what the list of findings has, with errors and exceptions beside it', async () => {
  const now = await getOpenBySeverity(db, EVERYTHING, { now: last })
  assert.deepEqual([now.total, now.open.low, now.open.high, now.excepted, now.errors], [1, 1, 0, 1, 0])
  assert.equal(now.before, null)
})

test('the change is against the count 30 days before, to the day', async () => {
  const later = new Date(Date.UTC(2026, 10, 7, 1))
  assert.deepEqual((await getOpenBySeverity(db, EVERYTHING, { now: later })).before, {
    critical: 0,
    high: 1,
    medium: 0,
    low: 2,
    info: 0,
    unknown: 0,
  })
})

test('what is past its due date is overdue', async () => {
  const now = new Date(Date.UTC(2027, 9, 1))
  assert.equal((await getOpenBySeverity(db, EVERYTHING, { now })).overdue, 1)
})

test('the worst check is the one whose open findings weigh most, with what passes it of what was judged', async () => {
  await recordResults(db, {
    source: 'us',
    at: at(13),
    results: [
      result(high, testSubject('a', 'x'), 'fail'),
      result(high, testSubject('b', 'x'), 'pass'),
      result(low, testSubject('a', 'x'), 'fail'),
    ],
  })
  const checks = await listWorstChecks(db, EVERYTHING, { limit: 10 })
  assert.deepEqual(
    checks.map(({ policy, open, weight, pass, judged }) => ({ policy, open, weight, pass, judged })),
    [
      { policy: 'disallow-host-path', open: 1, weight: 5, pass: 2, judged: 3 },
      { policy: 'require-labels', open: 2, weight: 2, pass: 0, judged: 2 },
    ],
  )
})

test('the worst checks of a team count its subjects alone', async () => {
  const checks = await listWorstChecks(db, EVERYTHING, { limit: 10, teamId: payments })
  assert.deepEqual(
    checks.map(({ policy, open, judged }) => ({ policy, open, judged })),
    [{ policy: 'require-labels', open: 1, judged: 1 }],
  )
})
