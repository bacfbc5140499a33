import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { startOfDay } from '#lib/metrics/day.ts'
import { testDatabase } from '#lib/testing/database.ts'
import {
  recordStory,
  STORY_AS_OF,
  STORY_CLUSTER,
  STORY_DAYS,
  STORY_PERIOD,
  STORY_PIPELINE,
} from '#lib/testing/evidence-story.ts'
import { Manifest } from './bundle-manifest.ts'
import { isBundlePath } from './bundle-path.ts'
import { type BundleOptions, writeBundle } from './write-bundle.ts'

const root = await mkdtemp(join(tmpdir(), 'muniment-bundle-'))
after(() => rm(root, { recursive: true, force: true }))
const { db } = await testDatabase()
await recordStory(db)

let made = 0
async function write(options: Partial<BundleOptions> = {}) {
  const out = join(root, `bundle-${++made}`)
  return writeBundle(db, { period: STORY_PERIOD, asOf: STORY_AS_OF, scope: EVERYTHING, out, ...options })
}
const manifestOf = async (folder: string) =>
  Manifest.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')))
const json = async (folder: string, path: string) => JSON.parse(await readFile(join(folder, path), 'utf8'))
const text = (folder: string, path: string) => readFile(join(folder, path), 'utf8')
const records = async (folder: string, path: string) =>
  gunzipSync(await readFile(join(folder, path)))
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

const whole = await write()
const CLUSTER = 'a_.._.._etc_prod'

test('two exports of the same snapshot are the same, byte for byte', async () => {
  const again = await write()
  assert.equal(again.manifestSha256, whole.manifestSha256)
  assert.deepEqual((await manifestOf(again.path)).files, (await manifestOf(whole.path)).files)
  assert.equal(again.bundleId, whole.bundleId)
})

test('sources read completely on every day make a complete bundle', () => {
  assert.equal(whole.completeness.status, 'complete')
  assert.deepEqual([whole.summary.sources, whole.summary.openFindings], [2, 1])
})

test('every path is safe, also where names and messages try to be paths', async () => {
  const { files } = await manifestOf(whole.path)
  for (const { path } of files) assert.ok(isBundlePath(path), path)
  const { sources } = await json(whole.path, 'scope/period.json')
  assert.deepEqual(
    sources.in.map((source: { name: string; folder: string }) => [source.name, source.folder]),
    [
      [STORY_CLUSTER, CLUSTER],
      [STORY_PIPELINE, 'shop_api'],
    ],
  )
})

test('no hostile text becomes markup or a formula', async () => {
  const page = await text(whole.path, 'index.html')
  assert.ok(!page.includes('<script') && !/(src|href)="(https?:|\/\/|javascript:)/.test(page))
  assert.match(page, /default-src 'none'/)
  assert.match(await text(whole.path, 'exceptions/register.csv'), /,'=legacy,.*"'\+1 ""yes"",\n/s)
})

test('a day holds its scans, the counts by check and what changed', async () => {
  const day = await records(whole.path, `results/${CLUSTER}/2026-10-02.ndjson.gz`)
  assert.deepEqual(
    day.map(({ record }) => record),
    ['scan', 'file', 'check', 'check', 'change'],
  )
  const { change, subject, check, status, severity } = day.at(-1)
  assert.deepEqual(
    [change, subject.name, check.policy, status, severity],
    ['opened', 'api', 'disallow-privileged-containers', 'fail', 'high'],
  )
  const closed = (await records(whole.path, `results/${CLUSTER}/2026-10-04.ndjson.gz`)).at(-1)
  assert.deepEqual([closed.change, closed.reason], ['closed', 'fixed'])
})

test('what was open at the end of an earlier period is told as it was then', async () => {
  const { path } = await write({ period: { start: STORY_PERIOD.start, end: startOfDay('2026-10-04') } })
  const open = (await records(path, `results/${CLUSTER}/2026-10-03.ndjson.gz`)).filter(
    ({ record }) => record === 'open',
  )
  assert.deepEqual(
    open.map(({ subject, severity, message }) => [subject.name, severity, message.split('|')[0]]),
    [['api', 'high', '=cmd()']],
  )
  assert.deepEqual(
    await records(whole.path, `results/${CLUSTER}/2026-10-04.ndjson.gz`).then((all) =>
      all.filter(({ record }) => record === 'open'),
    ),
    [],
  )
})

test('originals are there byte for byte, under the SHA-256 they were received with', async () => {
  const { files } = await manifestOf(whole.path)
  const raw = files.filter(({ role }) => role === 'raw')
  assert.equal(raw.length, STORY_DAYS.length * 2)
  for (const { path, sha256, original } of raw) {
    assert.equal(original?.sha256, sha256)
    assert.ok(path.includes(sha256))
  }
  const day = await records(whole.path, 'results/shop_api/2026-10-02.ndjson.gz')
  assert.ok(files.some(({ path }) => path === day.find(({ record }) => record === 'file').path))
})

test("a control's file has its states by day, its breach, its exceptions and what they came from", async () => {
  const control = await json(whole.path, 'controls/soc2/CC6.8.json')
  const production = control.environments.find(
    ({ environment }: { environment: string }) => environment === 'production',
  )
  assert.deepEqual(
    production.timeline.map(({ state }: { state: string }) => state),
    ['partial', 'fail', 'fail', 'partial'],
  )
  assert.deepEqual(production.days, {
    satisfied: 0,
    observed: 4,
    window: 4,
    withoutData: 0,
    notApplicable: 0,
    notYet: 0,
  })
  assert.deepEqual(production.longestBreach, { from: '2026-10-02', to: '2026-10-03', days: 2, goesOn: false })
  assert.deepEqual(
    production.end.parts.map(({ check, status }: { check: string; status: string }) => [check, status]),
    [
      ['kyverno/disallow-privileged-containers', 'pass'],
      ['kyverno/disallow-privilege-escalation', 'excepted'],
    ],
  )
  assert.deepEqual(control.exceptions[0].name, '=legacy')
  for (const { lastResults } of control.evidence) await readFile(join(whole.path, lastResults))
})

test('the index has one row for each active control and leads to its file', async () => {
  const rows = (await text(whole.path, 'index.csv')).trim().split('\r\n')
  const { rows: found } = await db.sql.query('SELECT count(*) AS n FROM control WHERE active')
  assert.equal(rows.length - 1, found[0]?.n)
  const { files } = await manifestOf(whole.path)
  const paths = new Set(files.map(({ path }) => path))
  for (const row of rows.slice(1)) assert.ok(paths.has(row.split(',').at(-1) ?? ''), row)
})

test('the queries that were asked are named in the bundle', async () => {
  const sql = await text(whole.path, 'coverage/queries.sql')
  for (const name of ['scan-days', 'results-changes', 'control-states', 'original-bytes'])
    assert.ok(sql.includes(`-- ${name}\n`), name)
  assert.ok(!sql.includes(STORY_CLUSTER))
})

test('a source day whose scans are gone is a gap, with the controls it speaks for and its orphaned changes', async () => {
  await db.sql.query(`DELETE FROM scan WHERE observed_at = '2026-10-01T07:00:00Z'`)
  await db.sql.query(`DELETE FROM scan WHERE observed_at = '2026-10-03T06:00:00Z'`)
  const { completeness } = await write()
  assert.equal(completeness.status, 'partial')
  const gap = completeness.gaps.find(({ reason }) => reason === 'no scan')
  assert.deepEqual(
    [gap?.source, gap?.feed, gap?.from, gap?.to],
    [STORY_CLUSTER, 'policy-report', '2026-10-03T00:00:00.000Z', '2026-10-04T00:00:00.000Z'],
  )
  assert.ok(gap?.controlsAffected.includes('soc2:CC6.8'))
  const orphans = completeness.gaps.find(({ source }) => source === STORY_PIPELINE)
  assert.match(orphans?.reason ?? '', /1 changes name a scan that is not stored/)
})
