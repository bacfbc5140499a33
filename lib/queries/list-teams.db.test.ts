import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { refreshRollups } from '#lib/metrics/refresh-rollups.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { limitedScope } from '#lib/testing/limited-scope.ts'
import { recordResults, testCheck, testSubject } from '#lib/testing/record-results.ts'
import { listPlaces } from './list-places.ts'
import { listTeamRates } from './list-team-rates.ts'
import { listTeamRules } from './list-team-rules.ts'
import { listTeams } from './list-teams.ts'

const { db } = await testDatabase()
const at = (day: number) => new Date(Date.UTC(2026, 9, day, 12))
const critical = testCheck('disallow-privileged', 'critical')
const result = (name: string, namespace: string, outcome: 'pass' | 'fail', exceptions: string[] = []) => ({
  check: critical,
  subject: testSubject(name, namespace),
  outcome,
  exceptions,
})

const team = async (name: string, pattern: string): Promise<{ id: number }> => {
  const { rows } = await db.sql.query(
    `WITH made AS (INSERT INTO team (slug, name, created_at) VALUES (lower($1), $1, $3) RETURNING id)
     INSERT INTO team_rule (team_id, kind, pattern) SELECT id, 'namespace', $2 FROM made RETURNING team_id AS id`,
    [name, pattern, at(1)],
  )
  return rows[0]
}
const payments = await team('Payments', 'payments')
const search = await team('Search', 'search*')
for (const day of [6, 7]) {
  await recordResults(db, {
    source: 'eu',
    at: at(day),
    results: [
      result('api', 'payments', 'fail'),
      result('web', 'payments', 'fail', ['agreed']),
      result('index', 'search', 'pass'),
      result('crawl', 'search-batch', day === 7 ? 'fail' : 'pass'),
      result('lost', 'elsewhere', 'fail'),
    ],
  })
  await refreshRollups(db, at(day))
}
const now = at(7)
await db.sql.query(
  `INSERT INTO ownership (source_id, namespace, team_id, rule, valid_from, valid_to)
   SELECT s.id, o.* FROM source s, (VALUES ('search', $1::int, 'namespace old', $2::timestamptz, $3::timestamptz),
                                           ('search', $1, 'namespace search*', $3, NULL)) AS o`,
  [search.id, at(1), at(2)],
)

test('each team has what it owns and what is open on it; what nobody owns comes last and apart', async () => {
  const teams = await listTeams(db, EVERYTHING, { now })
  assert.deepEqual(
    teams.map(({ id, slug, open, total, excepted, subjects }) => ({
      id,
      slug,
      critical: open.critical,
      total,
      excepted,
      subjects,
    })),
    [
      { id: payments.id, slug: 'payments', critical: 1, total: 1, excepted: 1, subjects: 2 },
      { id: search.id, slug: 'search', critical: 1, total: 1, excepted: 0, subjects: 2 },
      { id: 0, slug: 'none', critical: 1, total: 1, excepted: 0, subjects: 1 },
    ],
  )
})

test('who may see one team sees neither the others nor what nobody owns', async () => {
  const scope = limitedScope({ teams: [search.id] })
  assert.deepEqual(
    (await listTeams(db, scope, { now })).map(({ slug }) => slug),
    ['search'],
  )
  assert.deepEqual(
    (await listTeamRules(db, scope)).map(({ pattern, order }) => [order, pattern]),
    [[1, 'search*']],
  )
  assert.ok((await listTeamRates(db, scope, now)).every(({ teamId }) => teamId === search.id))
})

test('rates are means over the counted days, and observed adds up to expected over everybody', async () => {
  const rates = await listTeamRates(db, EVERYTHING, now)
  const of = (teamId: number) => rates.find((rate) => rate.teamId === teamId && !rate.isBefore)
  assert.deepEqual([of(payments.id)?.days, of(payments.id)?.observed, of(search.id)?.observed], [2, 1, 0.5])
  assert.equal(of(search.id)?.subjectDays, 4)
  // On the 6th two of four judged pairs fail, on the 7th three of four: search has two of them each day.
  assert.ok(Math.abs((of(search.id)?.expected ?? 0) - (2 * 0.5 + 2 * 0.75) / 2) < 1e-6)
})

test('days older than 28 belong to the window before', async () => {
  const later = new Date(Date.UTC(2026, 10, 3, 12))
  const rates = await listTeamRates(db, EVERYTHING, later)
  assert.deepEqual(
    rates.filter(({ teamId }) => teamId === search.id).map(({ isBefore, days }) => [isBefore, days]),
    [
      [false, 1],
      [true, 1],
    ],
  )
})

test('places say where a team owns something and by which rule now, where that is known, most open first', async () => {
  const places = await listPlaces(db, EVERYTHING, { teamId: search.id, limit: 10 })
  assert.deepEqual(
    places.map(({ source, namespace, rule, subjects, open }) => ({ source, namespace, rule, subjects, open })),
    [
      { source: 'eu', namespace: 'search-batch', rule: null, subjects: 1, open: 1 },
      { source: 'eu', namespace: 'search', rule: 'namespace search*', subjects: 1, open: 0 },
    ],
  )
})
