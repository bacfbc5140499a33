import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { loadCatalogs } from '#lib/commands/load-catalogs.ts'
import { matchMappings } from '#lib/commands/match-mappings.ts'
import type { ControlPart } from '#lib/controls/control-part.ts'
import { uuidOf } from '#lib/domain/subject-key.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { computeControlStates } from './control-states.ts'

const { db } = await testDatabase()
const NOW = new Date('2026-03-10T12:00:00Z')
const DAY = '2026-03-10'
const HOUR = 3_600_000
const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR)
const SCAN = uuidOf('scan')

await loadCatalogs(db, NOW)

beforeEach(async () => {
  await db.sql.query(
    `TRUNCATE source, policy_check, feed, subject_state, finding_open, roll_check_day, control_state_day, roll_control_day CASCADE`,
  )
})

/** Both are mapped to SOC 2 CC6.8 by public entries. */
const PRIVILEGED = 'disallow-privileged-containers'
const ESCALATION = 'disallow-privilege-escalation'
const CONTROL = 'CC6.8'

async function addCheck(policy: string, engine = 'kyverno', rule = 'a-rule'): Promise<number> {
  const { rows } = await db.sql.query<{ id: number }>(
    `INSERT INTO policy_check (engine, policy, rule, first_at) VALUES ($1, $2, $3, $4) RETURNING id`,
    [engine, policy, rule, ago(1000)],
  )
  return rows[0]?.id ?? 0
}

type Feed = { sourceId: number; feedId: number }

async function addFeed(
  name: string,
  { kind = 'cluster', environment = 'production', completeAt = ago(1) as Date | null, removed = false } = {},
): Promise<Feed> {
  const { rows } = await db.sql.query<{ id: number }>(
    `INSERT INTO source (name, kind, environment, created_at, removed_at) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
    [name, kind, environment, ago(1000), removed ? ago(2) : null],
  )
  const feed = { sourceId: rows[0]?.id ?? 0, feedId: 1 }
  await db.sql.query(
    `INSERT INTO feed (source_id, feed_id, kind, last_complete_at) VALUES ($1, $2, 'policy-report', $3)`,
    [feed.sourceId, feed.feedId, completeAt],
  )
  return feed
}

type Verdicts = {
  pass?: number[]
  skip?: number[]
  excepted?: number[]
  fail?: number[]
  warn?: number[]
  error?: number[]
  gone?: boolean
  openedAt?: Date
  parts?: string[]
}

async function addSubject({ sourceId, feedId }: Feed, name: string, v: Verdicts): Promise<void> {
  await db.sql.query(
    `INSERT INTO subject_state (source_id, feed_id, subject, hash, pass, skip, excepted, kind, name, first_at, changed_at, gone_at)
     VALUES ($1, $2, $3, $3, $4, $5, $6, 'Deployment', $7, $8, $8, $9)`,
    [
      sourceId,
      feedId,
      uuidOf(name),
      v.pass ?? [],
      v.skip ?? [],
      v.excepted ?? [],
      name,
      ago(1000),
      v.gone ? ago(5) : null,
    ],
  )
  const open = [v.fail ?? [], v.warn ?? [], v.error ?? []].flatMap((ids, i) =>
    ids.flatMap((checkId) => (v.parts ?? ['']).map((part) => ({ checkId, part: `${part}${i}`, status: i + 1 }))),
  )
  for (const { checkId, part, status } of open)
    await db.sql.query(
      `INSERT INTO finding_open (source_id, feed_id, subject, check_id, part, status, severity, cause, opened_at, scan_id)
       VALUES ($1, $2, $3, $4, $5, $6, 2, 0, $7, $8)`,
      [sourceId, feedId, uuidOf(name), checkId, part, status, v.openedAt ?? ago(48), SCAN],
    )
}

async function compute(now = NOW, day = DAY) {
  await matchMappings(db)
  return computeControlStates(db, { now, day })
}

type Stored = { state: string; reason: string | null; exceptions: boolean; stale: boolean; parts: ControlPart[] }

async function stateOf(control = CONTROL, environment = 'production', day = DAY): Promise<Stored | undefined> {
  const { rows } = await db.sql.query<Stored>(
    `SELECT state, reason, exceptions, stale, parts FROM control_state_day
     WHERE framework = 'soc2' AND control_id = $1 AND environment = $2 AND day = $3`,
    [control, environment, day],
  )
  return rows[0]
}

const verdictOf = async (control?: string, environment?: string): Promise<string> => {
  const stored = await stateOf(control, environment)
  return stored
    ? [stored.state, stored.reason, stored.exceptions && 'exceptions', stored.stale && 'stale']
        .filter(Boolean)
        .join(' ')
    : 'no row'
}

test('all subjects passing every reported check is a pass', async () => {
  const checks = [await addCheck(PRIVILEGED), await addCheck(ESCALATION)]
  const feed = await addFeed('eu-1')
  await addSubject(feed, 'api', { pass: checks })
  await addSubject(feed, 'web', { pass: checks })
  await compute()
  assert.equal(await verdictOf(), 'pass')
  const stored = await stateOf()
  assert.deepEqual(
    stored?.parts,
    checks.map((checkId) => ({
      checkId,
      required: true,
      st: 'pass',
      pass: 2,
      fail: 0,
      warn: 0,
      error: 0,
      excepted: 0,
      stale: 0,
      since: null,
      lastCompleteAt: ago(1).toISOString(),
    })),
  )
})

test('one failing subject fails the control, and the part says how many and since when', async () => {
  const [good, bad] = [await addCheck(PRIVILEGED), await addCheck(ESCALATION)]
  const feed = await addFeed('eu-1')
  await addSubject(feed, 'api', { pass: [good, bad] })
  await addSubject(feed, 'web', { pass: [good], fail: [bad], openedAt: ago(30) })
  await addSubject(feed, 'job', { pass: [good], fail: [bad], openedAt: ago(50), parts: ['a', 'b'] })
  await compute()
  assert.equal(await verdictOf(), 'fail')
  const part = (await stateOf())?.parts.find((p) => 'checkId' in p && p.checkId === bad)
  assert.deepEqual([part?.st, part?.pass, part?.fail, part?.since], ['fail', 1, 2, ago(50).toISOString()])
})

test('a warning counts as a failure', async () => {
  const check = await addCheck(PRIVILEGED)
  const feed = await addFeed('eu-1')
  await addSubject(feed, 'api', { pass: [check] })
  await addSubject(feed, 'web', { warn: [check] })
  await compute()
  assert.equal(await verdictOf(), 'fail')
  assert.deepEqual(
    (await stateOf())?.parts.map(({ fail, warn }) => [fail, warn]),
    [[1, 1]],
  )
})

test('a cluster not read completely for more than a day no longer passes, and a pipeline does for seven days', async () => {
  const check = await addCheck(PRIVILEGED)
  for (const [kind, hours, expected] of [
    ['cluster', 24, 'pass'],
    ['cluster', 24.01, 'not_assessed stale'],
    ['pipeline', 7 * 24, 'pass'],
    ['pipeline', 7 * 24 + 0.01, 'not_assessed stale'],
  ] as const) {
    const environment = `${kind}-${hours}`
    await addSubject(await addFeed(environment, { kind, environment, completeAt: ago(hours) }), 'api', {
      pass: [check],
    })
    await compute()
    assert.equal(await verdictOf(CONTROL, environment), expected, environment)
  }
})

test('a feed that never had a complete reading passes nothing', async () => {
  const check = await addCheck(PRIVILEGED)
  await addSubject(await addFeed('eu-1', { completeAt: null }), 'api', { pass: [check] })
  await compute()
  assert.equal(await verdictOf(), 'not_assessed stale')
  assert.deepEqual(
    (await stateOf())?.parts.map((part) => part.lastCompleteAt),
    [null],
  )
})

test('an old failure stands, and is flagged stale', async () => {
  const check = await addCheck(PRIVILEGED)
  await addSubject(await addFeed('eu-1', { completeAt: ago(100) }), 'api', { fail: [check] })
  await compute()
  assert.equal(await verdictOf(), 'fail stale')
})

test('a stale cluster beside a fresh one keeps the control from passing', async () => {
  const check = await addCheck(PRIVILEGED)
  await addSubject(await addFeed('eu-1'), 'api', { pass: [check] })
  await addSubject(await addFeed('eu-2', { completeAt: ago(100) }), 'api', { pass: [check] })
  await compute()
  assert.equal(await verdictOf(), 'partial')
})

test('an exception beside passes is a pass with exceptions; exceptions alone are partial', async () => {
  const check = await addCheck(PRIVILEGED)
  const feed = await addFeed('eu-1')
  await addSubject(feed, 'agent', { excepted: [check] })
  await compute()
  assert.equal(await verdictOf(), 'partial exceptions')
  await addSubject(feed, 'api', { pass: [check] })
  await compute()
  assert.equal(await verdictOf(), 'pass exceptions')
})

test('an error is not assessed, and beside a pass it is partial', async () => {
  const check = await addCheck(PRIVILEGED)
  const feed = await addFeed('eu-1')
  await addSubject(feed, 'api', { error: [check] })
  await compute()
  assert.equal(await verdictOf(), 'not_assessed error')
  await addSubject(feed, 'web', { pass: [check] })
  await compute()
  assert.equal(await verdictOf(), 'partial')
})

test('a failing part of a subject beside a passing or excepted part is a failure of the subject', async () => {
  const check = await addCheck(PRIVILEGED)
  await addSubject(await addFeed('eu-1'), 'api', { pass: [check], excepted: [check], fail: [check], error: [check] })
  await compute()
  assert.equal(await verdictOf(), 'fail')
  assert.deepEqual(
    (await stateOf())?.parts.map(({ pass, excepted, fail, error }) => [pass, excepted, fail, error]),
    [[0, 0, 1, 0]],
  )
})

test('only skipped results are no data', async () => {
  const check = await addCheck(PRIVILEGED)
  await addSubject(await addFeed('eu-1'), 'api', { skip: [check] })
  await compute()
  assert.equal(await verdictOf(), 'not_assessed no_data')
})

test('subjects that are gone say nothing any more, and a check that was reported once leaves no data', async () => {
  const check = await addCheck(PRIVILEGED)
  const feed = await addFeed('eu-1')
  await addSubject(feed, 'api', { pass: [check], gone: true })
  await db.sql.query(`INSERT INTO roll_check_day VALUES ($1, $2, '2026-03-01', 1, 0, 0, 0, 0, 0)`, [
    feed.sourceId,
    check,
  ])
  await compute()
  assert.equal(await verdictOf(), 'not_assessed no_data')
})

test('a required check that went silent keeps the others from a pass', async () => {
  const [silent, heard] = [await addCheck(PRIVILEGED), await addCheck(ESCALATION)]
  const feed = await addFeed('eu-1')
  await addSubject(feed, 'api', { pass: [heard] })
  await db.sql.query(`INSERT INTO roll_check_day VALUES ($1, $2, '2026-03-01', 1, 0, 0, 0, 0, 0)`, [
    feed.sourceId,
    silent,
  ])
  await compute()
  assert.equal(await verdictOf(), 'partial')
})

test('an open finding counts even where its subject is marked gone, whose passes do not', async () => {
  const [bad, good] = [await addCheck(PRIVILEGED), await addCheck(ESCALATION)]
  await addSubject(await addFeed('eu-1'), 'api', { fail: [bad], pass: [good], gone: true })
  await compute()
  assert.equal(await verdictOf(), 'fail')
  assert.deepEqual(
    (await stateOf())?.parts.map((part) => 'checkId' in part && part.checkId),
    [bad],
  )
})

test('an open finding counts even without the row of its subject', async () => {
  const check = await addCheck(PRIVILEGED)
  await addSubject(await addFeed('eu-1'), 'api', { fail: [check] })
  await db.sql.query('DELETE FROM subject_state')
  await compute()
  assert.equal(await verdictOf(), 'fail')
})

test('a control whose checks nobody reports has no mapping in use', async () => {
  await addCheck(PRIVILEGED)
  await addFeed('eu-1')
  await compute()
  assert.equal(await verdictOf(), 'not_assessed no_mapping')
})

test('results of another environment never count', async () => {
  const check = await addCheck(PRIVILEGED)
  await addSubject(await addFeed('eu-1'), 'api', { fail: [check] })
  await addSubject(await addFeed('staging', { environment: 'staging' }), 'api', { pass: [check] })
  await addFeed('test', { environment: 'test' })
  await compute()
  assert.equal(await verdictOf(CONTROL, 'production'), 'fail')
  assert.equal(await verdictOf(CONTROL, 'staging'), 'pass')
  assert.equal(await verdictOf(CONTROL, 'test'), 'not_assessed no_mapping')
})

test('a removed source says nothing, and its environment has no states', async () => {
  const check = await addCheck(PRIVILEGED)
  await addSubject(await addFeed('eu-1', { removed: true }), 'api', { fail: [check] })
  assert.deepEqual(await compute(), { states: 0, environments: 0 })
  assert.equal(await verdictOf(), 'no row')
})

test('a policy that changes resources supports a control and cannot pass it alone', async () => {
  const check = await addCheck('add-default-securitycontext')
  const { rows } = await db.sql.query<{ control_id: string }>(
    `SELECT control_id FROM mapping_control mc JOIN mapping m ON m.id = mc.mapping_id
     WHERE m.match ->> 'policy' = 'add-default-securitycontext' AND framework_id = 'soc2'`,
  )
  await addSubject(await addFeed('eu-1'), 'api', { pass: [check] })
  await compute()
  assert.equal(await verdictOf(rows[0]?.control_id), 'partial')
})

test('a class of checks is one part, however many checks it has', async () => {
  const checks = [
    await addCheck('CVE-2026-0001', 'trivy vulnerability', ''),
    await addCheck('CVE-2026-0002', 'trivy vulnerability', ''),
  ]
  const feed = await addFeed('eu-1')
  await addSubject(feed, 'api', { fail: checks })
  await compute()
  const parts = (await stateOf('CC7.1'))?.parts ?? []
  assert.deepEqual(
    parts.map((part) => ['checks' in part && part.checks, part.st, part.fail]),
    [[2, 'fail', 2]],
  )
})

test('the same day again holds the same rows, and a state that changed is replaced', async () => {
  const check = await addCheck(PRIVILEGED)
  const feed = await addFeed('eu-1')
  await addSubject(feed, 'api', { pass: [check] })
  assert.deepEqual(await compute(), { states: 184, environments: 1 })
  const rows = async () => (await db.sql.query(`SELECT * FROM control_state_day ORDER BY framework, control_id`)).rows
  const first = await rows()
  await compute()
  assert.deepEqual(await rows(), first)
  await addSubject(feed, 'web', { fail: [check] })
  await compute(new Date('2026-03-10T13:00:00Z'))
  assert.equal(await verdictOf(), 'fail')
  assert.equal((await rows()).length, 184)
})

test('another day does not touch the day before', async () => {
  const check = await addCheck(PRIVILEGED)
  const feed = await addFeed('eu-1')
  await addSubject(feed, 'api', { pass: [check] })
  await compute()
  await db.sql.query(`UPDATE feed SET last_complete_at = '2026-03-11T08:00:00Z'`)
  await addSubject(feed, 'web', { fail: [check] })
  await compute(new Date('2026-03-11T09:00:00Z'), '2026-03-11')
  assert.equal((await stateOf(CONTROL, 'production', DAY))?.state, 'pass')
  assert.equal((await stateOf(CONTROL, 'production', '2026-03-11'))?.state, 'fail')
})

test('a day that is not the present is refused, for its results are not known any more', async () => {
  await assert.rejects(compute(NOW, '2026-03-09'), /only the present is known/)
  await assert.rejects(compute(NOW, '2026-03-11'), /only the present is known/)
  await compute(new Date('2026-03-11T00:00:00Z'), DAY)
})

test('subjects are counted by source under each control by their worst verdict, and zero counts have no row', async () => {
  const [a, b] = [await addCheck(PRIVILEGED), await addCheck(ESCALATION)]
  const feed = await addFeed('eu-1')
  const old = await addFeed('eu-2', { completeAt: ago(100) })
  await addSubject(feed, 'one', { pass: [a, b] })
  await addSubject(feed, 'two', { pass: [a], fail: [b] })
  await addSubject(feed, 'three', { pass: [a], error: [b] })
  await addSubject(feed, 'four', { pass: [a], excepted: [b] })
  await addSubject(feed, 'five', { skip: [a, b] })
  await addSubject(old, 'six', { pass: [a] })
  await addSubject(old, 'seven', { fail: [a] })
  await compute()
  const counts = async () => {
    const { rows } = await db.sql.query(
      `SELECT source_id, pass, fail, excepted, unknown FROM roll_control_day
       WHERE framework = 'soc2' AND control_id = $1 AND day = $2 ORDER BY source_id`,
      [CONTROL, DAY],
    )
    return rows
  }
  assert.deepEqual(await counts(), [
    { source_id: feed.sourceId, pass: 1, fail: 1, excepted: 1, unknown: 1 },
    { source_id: old.sourceId, pass: 0, fail: 1, excepted: 0, unknown: 1 },
  ])
  await db.sql.query(`DELETE FROM finding_open WHERE source_id = $1`, [old.sourceId])
  await db.sql.query(`UPDATE subject_state SET gone_at = $2 WHERE source_id = $1`, [old.sourceId, NOW])
  await compute()
  assert.deepEqual(
    (await counts()).map((row) => row.source_id),
    [feed.sourceId],
  )
})

test('two runs at once leave one set of rows', async () => {
  const check = await addCheck(PRIVILEGED)
  await addSubject(await addFeed('eu-1'), 'api', { pass: [check] })
  await matchMappings(db)
  await Promise.all([
    computeControlStates(db, { now: NOW, day: DAY }),
    computeControlStates(db, { now: NOW, day: DAY }),
  ])
  assert.equal(await verdictOf(), 'pass')
})
