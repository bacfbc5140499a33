import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FindingKey } from '#lib/domain/finding-key.ts'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { limitedScope } from '#lib/testing/limited-scope.ts'
import { recordResults, testCheck, testSubject } from '#lib/testing/record-results.ts'
import { getFinding } from './get-finding.ts'
import { getFindingOriginal } from './get-finding-original.ts'
import { listFindingControls } from './list-finding-controls.ts'
import { listFindingEpisodes } from './list-finding-episodes.ts'
import { listFindingEvents } from './list-finding-events.ts'

const { db } = await testDatabase()
const at = (day: number) => new Date(Date.UTC(2026, 8, day, 6))
const check = testCheck('disallow-root', 'high', 'Containers must not run as root')
const web = { check, subject: testSubject('web'), pointer: '/items/0/results/0' }
const record = (day: number, outcome: 'fail' | 'pass' | 'warn', exceptions: string[] = []) =>
  recordResults(db, {
    source: 'prod',
    at: at(day),
    results: [{ ...web, outcome, exceptions, message: `said on day ${day}` }],
  })

await record(1, 'fail')
const { rows } = await db.sql.query(
  'SELECT source_id AS "sourceId", feed_id AS "feedId", subject, check_id AS "checkId", part FROM finding_open',
)
const key = rows[0] as FindingKey
const find = (scope = EVERYTHING) => getFinding(db, scope, key)

test('an open finding tells its subject, its check and where it was said', async () => {
  const finding = await find()
  assert.equal(finding?.state, 'open')
  assert.deepEqual([finding?.kind, finding?.namespace, finding?.name], ['Deployment', 'shop', 'web'])
  assert.deepEqual(
    [finding?.title, finding?.severity, finding?.cause],
    ['Containers must not run as root', 'high', 'baseline'],
  )
  assert.deepEqual([finding?.detail?.file, finding?.detail?.pointer], ['report.json', '/items/0/results/0'])
  assert.equal(finding?.completeAt?.toISOString(), at(1).toISOString())
})

test('the same key finds it after it closed, was excepted and came back', async () => {
  await record(2, 'pass')
  assert.deepEqual([(await find())?.state, (await find())?.closeReason], ['closed', 'fixed'])
  await record(3, 'fail', ['late'])
  assert.deepEqual([(await find())?.state, (await find())?.exceptions], ['excepted', ['late']])
  await record(4, 'warn')
  const finding = await find()
  assert.deepEqual([finding?.state, finding?.status, finding?.episode, finding?.cause], ['open', 'warn', 2, 'returned'])
  await record(5, 'fail')
  assert.equal((await find())?.status, 'fail')
})

test('the episodes are all there in order, the open one last', async () => {
  const episodes = await listFindingEpisodes(db, EVERYTHING, key)
  assert.deepEqual(
    episodes.map(({ episode, openedAt, closedAt, closeReason }) => [
      episode,
      openedAt.getUTCDate(),
      closedAt?.getUTCDate(),
      closeReason,
    ]),
    [
      [1, 1, 2, 'fixed'],
      [2, 4, undefined, undefined],
    ],
  )
})

test('the trail has every change in order', async () => {
  const events = await listFindingEvents(db, EVERYTHING, key)
  assert.deepEqual(
    events.map(({ event, at }) => [event, at.getUTCDate()]),
    [
      ['opened', 1],
      ['closed', 2],
      ['opened', 4],
      ['changed', 5],
    ],
  )
})

test('the original is the document that last said so, byte for byte', async () => {
  const original = await getFindingOriginal(db, EVERYTHING, key, 'report.json')
  assert.equal(original?.observedAt.toISOString(), at(5).toISOString())
  assert.match(original?.body?.toString() ?? '', /said on day 5/)
  assert.equal((await getFindingOriginal(db, EVERYTHING, key, 'a file that the tool speaks of'))?.file, 'report.json')
  assert.equal(await getFindingOriginal(db, limitedScope({ sources: [] }), key, 'report.json'), undefined)
})

test('an original that is not kept here is said to be so', async () => {
  await db.sql.query('DELETE FROM raw')
  const original = await getFindingOriginal(db, EVERYTHING, key, 'report.json')
  assert.deepEqual([original?.isKept, original?.body, original?.file], [false, undefined, 'report.json'])
})

test('who may not see the source sees neither the finding nor its past', async () => {
  const none = limitedScope({ sources: [] })
  assert.equal(await find(none), undefined)
  assert.deepEqual(await listFindingEpisodes(db, none, key), [])
  assert.deepEqual(await listFindingEvents(db, none, key), [])
  assert.equal(await find(limitedScope({ teams: [99] })), undefined)
})

test('a key of nothing finds nothing', async () => {
  assert.equal(await getFinding(db, EVERYTHING, { ...key, part: 'x' }), undefined)
})

test('a control is named once, with its best basis and its latest state in the environment', async () => {
  await db.sql.query(`
    INSERT INTO framework VALUES ('fw', 'Framework', '1', 's', 'l', 'x', 0);
    INSERT INTO control (framework_id, id, title, section, automation, position) VALUES ('fw', '1', 'One', 'S', 'partial', 0);
    INSERT INTO mapping VALUES ('m', 'kyverno', '{}', 't', NULL, 'weak', 'public', 'v'), ('n', 'kyverno', '{}', 't', NULL, 'strong', 'public', 'v');
    INSERT INTO mapping_control VALUES ('m', 'fw', '1', 'judgement'), ('n', 'fw', '1', 'exact');
    INSERT INTO check_mapping SELECT id, unnest(ARRAY['m', 'n']) FROM policy_check;
    INSERT INTO control_state_day SELECT e, 'fw', '1', d::date, s, NULL, false, false, '[]', '1', 'v', now()
      FROM (VALUES ('production', '2026-09-01', 'pass'), ('production', '2026-09-02', 'fail'), ('staging', '2026-09-03', 'pass')) v (e, d, s)`)
  const controls = (scope = EVERYTHING) =>
    listFindingControls(db, scope, { checkId: key.checkId, environment: 'production' })
  assert.deepEqual(
    (await controls()).map(({ control, basis, rationale, state, day }) => ({ control, basis, rationale, state, day })),
    [{ control: '1', basis: 'exact', rationale: 'strong', state: 'fail', day: '2026-09-02' }],
  )
  assert.deepEqual(
    (await controls({ ...EVERYTHING, wholeEnvironments: [] })).map(({ state }) => state),
    [null],
  )
  assert.deepEqual(await controls(limitedScope({ sources: [] })), [])
})
