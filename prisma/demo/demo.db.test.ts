import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { loadCatalogs } from '#lib/commands/load-catalogs.ts'
import type { Db } from '#lib/db/connect.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { storyCalendar } from './calendar.ts'
import type { DemoSummary } from './demo-summary.ts'
import { replayDemo } from './replay.ts'

const until = new Date('2026-11-20T15:00:00Z')
const SHORT = { until, days: 15, size: 0.2 }
const { moment, at } = storyCalendar(until, SHORT.days)

const { db: first } = await testDatabase()
const { db: second } = await testDatabase()
let summary: DemoSummary

/** Everything the story left that does not bear a random id, as one hash. */
async function fingerprint(db: Db): Promise<Record<string, string | null>> {
  const { rows } = await db.sql.query<Record<string, string | null>>(`
    SELECT (SELECT md5(string_agg(concat_ws('|', source_id, feed_id, subject, hash, pass, team_id, detail, first_at, changed_at, gone_at),
                                  ',' ORDER BY source_id, feed_id, subject)) FROM subject_state) AS subjects,
           (SELECT md5(string_agg(concat_ws('|', source_id, feed_id, subject, check_id, part, episode, status, severity, team_id, cause,
                                            opened_at, message, closed_at, close_reason),
                                  ',' ORDER BY source_id, feed_id, subject, check_id, part, episode)) FROM finding) AS findings,
           (SELECT md5(string_agg(concat_ws('|', source_id, key, listed, opened, closed, changed, rows_written), ',' ORDER BY source_id, key))
            FROM scan) AS scans,
           (SELECT md5(string_agg(m::text, ',' ORDER BY source_id, check_id, place, valid_from)) FROM check_mode m) AS modes,
           (SELECT md5(string_agg(concat_ws('|', digest, bytes), ',' ORDER BY source_id, digest)) FROM raw) AS raw,
           (SELECT md5(string_agg(t::text, ',' ORDER BY day, source_id, team_id)) FROM roll_team_day t) AS teams,
           (SELECT md5(string_agg(concat_ws('|', environment, framework, control_id, day, state, reason, exceptions, stale), ','
                                  ORDER BY environment, framework, control_id, day)) FROM control_state_day) AS controls`)
  const [hashes = {}] = rows
  for (const [name, value] of Object.entries(hashes)) assert.ok(value, `no ${name}`)
  return hashes
}

const count = async (sql: string, values: unknown[] = []): Promise<number> =>
  Number((await first.sql.query<{ n: number }>(`SELECT count(*) AS n FROM (${sql}) q`, values)).rows[0]?.n)

before(async () => {
  await loadCatalogs(first, until)
  await loadCatalogs(second, until)
  summary = await replayDemo(first, SHORT)
})

test('the story has sources of both kinds, teams, checks, subjects, and findings of every fate', async () => {
  assert.deepEqual([summary.wasThere, summary.sources, summary.teams], [false, 6, 8])
  assert.ok(
    summary.checks > 100 && summary.subjects > 500 && summary.open > 50 && summary.closed > 50,
    JSON.stringify(summary),
  )
  const { rows } = await first.sql.query<{ reason: number }>(
    'SELECT DISTINCT close_reason AS reason FROM finding_closed ORDER BY 1',
  )
  assert.deepEqual(
    rows.map(({ reason }) => reason),
    [1, 2, 3, 6, 7],
  )
  const { rows: causes } = await first.sql.query<{ cause: number }>('SELECT DISTINCT cause FROM finding ORDER BY 1')
  assert.deepEqual(
    causes.map(({ cause }) => cause),
    [0, 1, 2, 3, 4],
  )
})

test('a replay that broke off and was taken up again gives what one in a single go gives', async () => {
  const stop = new Error('stopped')
  const breakOff = (done: number) => {
    if (done === 6) throw stop
  }
  await assert.rejects(replayDemo(second, { ...SHORT, onProgress: breakOff }), stop)
  const later = { ...SHORT, until: new Date('2026-12-24T00:00:00Z') }
  assert.equal((await replayDemo(second, later)).until, until.toISOString())
  assert.deepEqual(await fingerprint(second), await fingerprint(first))
})

test('a second replay writes nothing', async () => {
  const before = await fingerprint(first)
  assert.deepEqual(await replayDemo(first, SHORT), { ...summary, wasThere: true })
  assert.deepEqual(await fingerprint(first), before)
})

test('a source that fell silent has nothing fixed from then on', async () => {
  const silent = at(moment('sourceSilent'), 12 * 60)
  const staging = `FROM finding_closed f JOIN source s ON s.id = f.source_id WHERE s.name = 'staging'`
  assert.ok((await count(`SELECT 1 ${staging}`)) > 0)
  assert.equal(await count(`SELECT 1 ${staging} AND closed_at > $1`, [silent]), 0)
  assert.ok(
    (await count(`SELECT 1 FROM finding_open f JOIN source s ON s.id = f.source_id WHERE s.name = 'staging'`)) > 0,
  )
})

test('a reading that broke off closes nothing in the namespaces that it did not reach', async () => {
  const { rows } = await first.sql.query<{ source: number; scan: string; reason: string; files: string[] }>(
    `SELECT source_id AS source, scan_id AS scan, reason, array_agg(f.name) AS files
     FROM scan s JOIN scan_file f USING (source_id, scan_id) WHERE NOT complete GROUP BY 1, 2, 3`,
  )
  const [partial, ...more] = rows
  assert.equal(more.length, 0)
  assert.match(partial?.reason ?? '', /503 after \d+ of \d+ namespaces/)
  const read = partial?.files.map((name) => name.replace(/^.*\/|\.json$/g, '')) ?? []
  const closed = `SELECT s.namespace FROM finding_event e JOIN subject_state s USING (source_id, feed_id, subject)
                  WHERE e.source_id = $1 AND e.scan_id = $2 AND e.event = 2`
  const values = [partial?.source, partial?.scan]
  assert.equal(await count(`${closed} AND s.namespace <> '' AND NOT s.namespace = ANY ($3)`, [...values, read]), 0)
})

test('each day has open what the day before had, plus what opened, minus what closed', async () => {
  const { rows } = await first.sql.query<{ day: string; open: number; net: number }>(
    `SELECT day, (SELECT sum(n) FROM unnest(open) AS n)::int AS open, opened + baseline - closed AS net FROM roll_org_day ORDER BY day`,
  )
  assert.ok(rows.length >= SHORT.days)
  let open = 0
  for (const row of rows) {
    open += row.net
    assert.equal(row.open, open, row.day)
  }
  assert.equal(open, await count('SELECT 1 FROM finding_open'))
})

test('every entry that a scan listed was parsed, rejected or ignored', async () => {
  assert.equal(
    await count('SELECT 1 FROM scan WHERE listed <> parsed + rejected + ignored OR status <> $1', ['stored']),
    0,
  )
  assert.equal(await count('SELECT 1 FROM scan_rejected'), 0)
})

test('one exception is honoured past its end, and the finding of another opens again', async () => {
  const excepted = `SELECT 1 FROM finding_excepted WHERE $1 = ANY (names)`
  assert.ok(await count(excepted, ['platform/log-shipper-pod-logs']))
  assert.equal(await count(excepted, ['payments/wallet-api-contact']), 0)
  const { rows } = await first.sql.query<{ opened: Date }>(
    `SELECT opened_at AS opened FROM finding_open JOIN subject_state USING (source_id, feed_id, subject) WHERE name = 'wallet-api'`,
  )
  assert.equal(rows.length, 2)
  for (const { opened } of rows) assert.ok(opened > at(moment('contactExceptionEnds'), 60))
  assert.equal(await count(`SELECT 1 FROM exception WHERE expires_at < $1 AND gone_at IS NULL`, [until]), 4)
})

test('containers that run as root do not come back once the policy is enforced', async () => {
  const late = `FROM finding JOIN policy_check c ON c.id = check_id JOIN subject_state USING (source_id, feed_id, subject)
                WHERE c.policy = 'require-run-as-nonroot' AND kind <> 'Pod' AND opened_at > $1`
  assert.ok(
    await count(
      `SELECT 1 FROM finding JOIN policy_check c ON c.id = check_id WHERE c.policy = 'require-run-as-nonroot'`,
    ),
  )
  assert.equal(await count(`SELECT 1 ${late}`, [at(moment('enforced'), 0)]), 0)
})

test('pods and replica sets are folded into their deployment', async () => {
  assert.equal(
    await count(`SELECT 1 FROM subject_state WHERE kind = 'ReplicaSet' OR kind = 'Pod' AND name <> 'debug-shell'`),
    0,
  )
  assert.ok(await count(`SELECT 1 FROM subject_state WHERE (detail ->> 'instances')::int > 2`))
})

test('the policy that goes from audit to enforce says so, with the day from which on', async () => {
  const { rows } = await first.sql.query(
    `SELECT m.mode, m.valid_from AS "from" FROM check_mode m JOIN policy_check c ON c.id = m.check_id JOIN source s ON s.id = m.source_id
     WHERE c.rule = 'containers-run-as-non-root' AND s.name = 'prod-eu' ORDER BY m.valid_from`,
  )
  assert.deepEqual(
    rows.map(({ mode }) => mode),
    [4, 3],
  )
  assert.equal(rows[1]?.from.toISOString().slice(0, 10), at(moment('enforced'), 0).toISOString().slice(0, 10))
})
