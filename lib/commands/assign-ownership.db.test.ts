import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#lib/testing/database.ts'
import { person } from '#lib/testing/person.ts'
import { recordResults, testCheck, testSubject } from '#lib/testing/record-results.ts'
import { addTeamRule } from './add-team-rule.ts'
import { assignOwnership } from './assign-ownership.ts'
import { createTeam } from './create-team.ts'
import { moveTeamRule } from './move-team-rule.ts'
import { removeTeamRule } from './remove-team-rule.ts'

const { db } = await testDatabase()
const by = person('lead@example.com')
const at = (hour: number) => new Date(Date.UTC(2026, 9, 7, hour))
const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await db.sql.query<T>(text, values)).rows
const ruleId = async (pattern: string) =>
  (await rows<{ id: number }>('SELECT id FROM team_rule WHERE pattern = $1', [pattern]))[0]?.id ?? 0

const [labels, probes] = [testCheck('require-labels'), testCheck('require-probes', 'low')]
await recordResults(db, {
  source: 'production',
  at: at(1),
  results: [
    { check: labels, subject: testSubject('api', 'payments'), outcome: 'fail' },
    { check: probes, subject: testSubject('api', 'payments'), outcome: 'fail', exceptions: ['agreed'] },
    { check: labels, subject: testSubject('index', 'search'), outcome: 'fail' },
    { check: labels, subject: testSubject('payments', '', 'Namespace'), outcome: 'fail' },
    { check: labels, subject: testSubject('old', 'payments'), outcome: 'fail' },
  ],
})
await recordResults(db, {
  source: 'production',
  at: at(2),
  results: [
    { check: labels, subject: testSubject('api', 'payments'), outcome: 'fail' },
    { check: probes, subject: testSubject('api', 'payments'), outcome: 'fail', exceptions: ['agreed'] },
    { check: labels, subject: testSubject('index', 'search'), outcome: 'fail' },
    { check: labels, subject: testSubject('payments', '', 'Namespace'), outcome: 'fail' },
  ],
})
const payments = await createTeam(db, { name: 'Payments', by, now: at(3) })
const search = await createTeam(db, { name: 'Search', by, now: at(3) })

test('a new rule gives the team its subjects, their open and excepted findings, and a namespace itself', async () => {
  await addTeamRule(db, { slug: 'payments', wanted: { kind: 'namespace', pattern: 'payments' }, by, now: at(4) })
  assert.deepEqual(await assignOwnership(db, at(4)), { subjects: 2, findings: 2 })
  const open = await rows(
    'SELECT s.name, f.team_id FROM finding_open f JOIN subject_state s USING (source_id, feed_id, subject) ORDER BY name',
  )
  assert.deepEqual(open, [
    { name: 'api', team_id: payments.id },
    { name: 'index', team_id: 0 },
    { name: 'payments', team_id: payments.id },
  ])
  assert.deepEqual(await rows('SELECT team_id FROM finding_excepted'), [{ team_id: payments.id }])
})

test('every finding that moved has a team changed event with both teams', async () => {
  const events = await rows<{ detail: unknown; episode: number }>(
    'SELECT detail, episode FROM finding_event WHERE event = 4',
  )
  assert.deepEqual(
    events,
    Array.from({ length: 2 }, () => ({ detail: { from: 0, to: payments.id }, episode: 1 })),
  )
})

test('what is closed stays with the team that had it', async () => {
  assert.deepEqual(await rows('SELECT team_id FROM finding_closed'), [{ team_id: 0 }])
})

test('the day is made dirty, so that its rollups are recomputed', async () => {
  assert.ok((await rows('SELECT 1 FROM dirty_day WHERE day = $1', ['2026-10-07'])).length)
})

test('a second run finds nothing to do and writes nothing', async () => {
  const counted = () =>
    rows('SELECT (SELECT count(*) FROM finding_event) AS events, (SELECT count(*) FROM ownership) AS history')
  const before = await counted()
  assert.deepEqual(await assignOwnership(db, at(5)), { subjects: 0, findings: 0 })
  assert.deepEqual(await counted(), before)
})

test('the history of a place says who owned it when and by which rule', async () => {
  await addTeamRule(db, {
    slug: 'search',
    wanted: { kind: 'namespace', pattern: 'production/payments' },
    by,
    now: at(6),
  })
  await moveTeamRule(db, { ruleId: await ruleId('production/payments'), direction: 'earlier', by, now: at(6) })
  assert.deepEqual(await assignOwnership(db, at(6)), { subjects: 2, findings: 2 })
  const history = await rows(
    `SELECT team_id, rule, valid_from, valid_to FROM ownership WHERE namespace = 'payments' ORDER BY valid_from`,
  )
  assert.deepEqual(history, [
    { team_id: payments.id, rule: 'namespace payments', valid_from: at(4), valid_to: at(6) },
    { team_id: search.id, rule: 'namespace production/payments', valid_from: at(6), valid_to: null },
  ])
})

test('a removed rule gives its subjects back to the next that applies', async () => {
  await removeTeamRule(db, { ruleId: await ruleId('production/payments'), by, now: at(7) })
  await assignOwnership(db, at(7))
  const teams = await rows(
    `SELECT DISTINCT team_id FROM subject_state WHERE namespace = 'payments' AND gone_at IS NULL`,
  )
  assert.deepEqual(teams, [{ team_id: payments.id }])
})

test('a label of the namespace owns what no rule does', async () => {
  await db.sql.query(`INSERT INTO namespace_label SELECT id, 'search', '{"team": "Search"}', $1 FROM source`, [at(8)])
  await assignOwnership(db, at(8))
  const [place] = await rows<{ rule: string }>(
    `SELECT rule FROM ownership WHERE namespace = 'search' AND valid_to IS NULL`,
  )
  assert.equal(place?.rule, 'label team=Search')
})

test('the next scan agrees with what was assigned', async () => {
  await recordResults(db, {
    source: 'production',
    at: at(9),
    results: [{ check: labels, subject: testSubject('new', 'search'), outcome: 'fail' }],
    complete: false,
  })
  assert.deepEqual(await assignOwnership(db, at(10)), { subjects: 0, findings: 0 })
})

test('every change of teams and rules is in the audit log', async () => {
  const said = await rows<{ action: string; n: number }>(
    'SELECT action, count(*)::int AS n FROM audit_log GROUP BY action ORDER BY action',
  )
  assert.deepEqual(said, [
    { action: 'team.created', n: 2 },
    { action: 'team.rule-added', n: 2 },
    { action: 'team.rule-moved', n: 1 },
    { action: 'team.rule-removed', n: 1 },
  ])
})

test('a name or a pattern that is taken is refused, naming who has it', async () => {
  await assert.rejects(createTeam(db, { name: 'PAYMENTS!', by, now: at(11) }), { code: 'conflict' })
  const again = { slug: 'search', wanted: { kind: 'namespace', pattern: 'payments' } as const, by, now: at(11) }
  await assert.rejects(addTeamRule(db, again), /belongs to Payments already/)
  await assert.rejects(createTeam(db, { name: 'None', by, now: at(11) }), { code: 'invalid' })
})
