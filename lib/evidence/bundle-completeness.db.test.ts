import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { EVERYTHING, type Scope } from '#lib/domain/scope.ts'
import { startOfDay } from '#lib/metrics/day.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { recordStory, STORY_AS_OF, STORY_CLUSTER, STORY_PERIOD, STORY_PIPELINE } from '#lib/testing/evidence-story.ts'
import { limitedScope } from '#lib/testing/limited-scope.ts'
import { recordResults, testCheck, testSubject } from '#lib/testing/record-results.ts'
import { Manifest } from './bundle-manifest.ts'
import { type BundleOptions, writeBundle } from './write-bundle.ts'

const root = await mkdtemp(join(tmpdir(), 'muniment-bundle-'))
after(() => rm(root, { recursive: true, force: true }))
const { db } = await testDatabase()
await recordStory(db, { withCatalogs: false })

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

const _whole = await write()
const CLUSTER = 'a_.._.._etc_prod'

test('days to come of a running period are an omission, and the bundle is partial', async () => {
  const { completeness } = await write({ asOf: new Date('2026-10-03T12:00:00Z') })
  assert.equal(completeness.status, 'partial')
  assert.deepEqual(completeness.gaps, [])
  assert.deepEqual(
    completeness.omissions.map(({ what, from, to }) => [what, from, to]),
    [['the rest of the period', '2026-10-03T12:00:00.000Z', '2026-10-05T00:00:00.000Z']],
  )
})

test('a bundle is never written over another, and a failed one leaves nothing', async () => {
  const out = join(root, 'taken')
  await write({ out })
  await assert.rejects(write({ out }), /never written over another/)
  const failing = { out: join(root, 'failed'), onProgress: (step: string) => assert.notEqual(step, 'manifest') }
  await assert.rejects(write(failing))
  assert.deepEqual(
    (await readdir(root)).filter((name) => /failed|partial/.test(name)),
    [],
  )
})

test('a limited scope gets only its rows, and what cannot be told apart is left out and named', async () => {
  const { rows } = await db.sql.query<{ id: number }>('SELECT id FROM source WHERE name = $1', [STORY_PIPELINE])
  const some: Scope = limitedScope({ sources: rows.map(({ id }) => id) })
  const own = await write({ scope: some })
  const { files } = await manifestOf(own.path)
  assert.ok(files.some(({ path }) => path.startsWith('results/shop_api/')))
  assert.ok(!files.some(({ path }) => path.includes(CLUSTER)))
  assert.ok(!(await text(own.path, 'index.html')).includes('<td>production</td>'))

  const none = await write({ scope: limitedScope({ sources: [] }) })
  assert.ok(!(await manifestOf(none.path)).files.some(({ role }) => role === 'results' || role === 'raw'))

  const teamless = await write({ scope: limitedScope({ teams: [] }) })
  assert.ok(!(await manifestOf(teamless.path)).files.some(({ role }) => role === 'raw'))
  const day = await records(teamless.path, `results/${CLUSTER}/2026-10-02.ndjson.gz`)
  assert.deepEqual(
    day.map(({ record }) => record),
    ['scan'],
  )
  assert.ok(teamless.completeness.omissions.some(({ what }) => what === 'originals'))
})

// From here on the tests harm the database: each names what it broke.

test('a status that changed after the period is told as it was', async () => {
  const at = (day: string) => new Date(`${day}T06:00:00Z`)
  const result = (severity: 'high' | 'critical') => ({
    check: testCheck('severity-moves'),
    subject: testSubject('db'),
    outcome: 'fail' as const,
    severity,
  })
  await recordResults(db, { source: 'moving', at: at('2026-10-01'), results: [result('high')] })
  await recordResults(db, { source: 'moving', at: at('2026-10-06'), results: [result('critical')] })
  const { path } = await write({ period: { start: STORY_PERIOD.start, end: startOfDay('2026-10-02') } })
  const day = await records(path, 'results/moving/2026-10-01.ndjson.gz')
  assert.equal(day.find(({ record }) => record === 'open').severity, 'high')
})

test('a source that fell silent is a gap from its last day on, with the controls it speaks for', async () => {
  const { completeness } = await write()
  const gap = completeness.gaps.find(({ source }) => source === 'moving')
  assert.deepEqual(
    [gap?.feed, gap?.from, gap?.to, gap?.reason],
    ['policy-report', '2026-10-02T00:00:00.000Z', '2026-10-05T00:00:00.000Z', 'no scan'],
  )
  await db.sql.query(`DELETE FROM finding_event WHERE source_id = (SELECT id FROM source WHERE name = 'moving')`)
  await db.sql.query(`DELETE FROM scan WHERE source_id = (SELECT id FROM source WHERE name = 'moving')`)
  await db.sql.query(`UPDATE source SET removed_at = '2026-10-01T00:00:00Z' WHERE name = 'moving'`)
  assert.equal((await write()).completeness.status, 'complete')
})

test('an incomplete scan leaves a gap with its reason, and the reason stays text', async () => {
  const reason = '<script>alert(1)</script> "cut"\n=cmd()'
  const results = [{ check: testCheck('any'), subject: testSubject('db'), outcome: 'pass' as const }]
  const at = (day: string) => new Date(`${day}T06:00:00Z`)
  await recordResults(db, { source: 'cut', at: at('2026-10-03'), results })
  await recordResults(db, { source: 'cut', at: at('2026-10-04'), results, complete: false, reason })
  const { completeness, path } = await write()
  assert.deepEqual(
    completeness.gaps.map(({ source, from, reason }) => [source, from, reason]),
    [['cut', '2026-10-04T00:00:00.000Z', `no complete scan: ${reason}`]],
  )
  const page = await text(path, 'index.html')
  assert.ok(!page.includes('<script'))
  assert.ok(page.includes('&lt;script&gt;alert(1)&lt;/script&gt; &quot;cut&quot;'))
  await db.sql.query(`DELETE FROM scan WHERE source_id = (SELECT id FROM source WHERE name = 'cut')`)
  await db.sql.query(`UPDATE source SET removed_at = '2026-10-01T00:00:00Z' WHERE name = 'cut'`)
})

test('a source that never sent anything is a gap', async () => {
  await db.sql.query(`INSERT INTO source (name, kind, created_at) VALUES ('silent', 'cluster', '2026-10-02T09:00:00Z')`)
  const { completeness } = await write()
  assert.deepEqual(
    completeness.gaps.map(({ source, from, reason }) => [source, from, reason]),
    [['silent', '2026-10-02T09:00:00.000Z', 'the source never sent anything']],
  )
  await db.sql.query(`DELETE FROM source WHERE name = 'silent'`)
})

test('an original that no longer has its SHA-256 is named, and one that cannot be unpacked too', async () => {
  const { rows } = await db.sql.query<{ digest: string }>(
    'SELECT digest FROM raw JOIN source ON id = source_id WHERE name = $1 ORDER BY digest LIMIT 2',
    [STORY_CLUSTER],
  )
  const [first, second] = rows.map(({ digest }) => digest)
  await db.sql.query(`UPDATE raw SET encoding = 'identity', body = 'changed' WHERE digest = $1`, [first])
  await db.sql.query(`UPDATE raw SET body = 'no zstd' WHERE digest = $1`, [second])
  const { completeness } = await write()
  assert.deepEqual(
    completeness.omissions.map(({ what, reason }) => [what.includes(first ?? '') ? 1 : 2, reason]).sort(),
    [
      [1, 'the bytes that are kept no longer have this SHA-256'],
      [2, 'the bytes that are kept cannot be unpacked'],
    ],
  )
  await db.sql.query('DELETE FROM raw WHERE digest = ANY ($1)', [[first, second]])
  assert.equal((await write()).completeness.status, 'complete')
})

test('numbers that do not add up are a gap of that day', async () => {
  await db.sql.query(`UPDATE scan SET listed = listed + 1 WHERE observed_at = '2026-10-03T06:00:00Z'`)
  const { completeness, path } = await write()
  assert.deepEqual(
    completeness.gaps.map(({ source, from, reason }) => [source, from.slice(0, 10), reason.slice(0, 28)]),
    [[STORY_CLUSTER, '2026-10-03', 'the numbers do not add up: 4']],
  )
  const counts = await json(path, 'coverage/counts.json')
  assert.deepEqual(
    counts.sources.map(({ reconciles }: { reconciles: boolean }) => reconciles),
    [false, true],
  )
  await db.sql.query(`UPDATE scan SET listed = listed - 1 WHERE observed_at = '2026-10-03T06:00:00Z'`)
})

test('changes that vanished from the trail are a gap of that day', async () => {
  const { rowCount } = await db.sql.query(`DELETE FROM finding_event WHERE at = '2026-10-02T06:00:00Z'`)
  assert.equal(rowCount, 1)
  const { completeness } = await write()
  assert.match(completeness.gaps[0]?.reason ?? '', /scans opened 1 findings, 0 such changes are stored/)
})

test('a day whose scans were taken out is a gap, also of a feed that owes no scan that day', async () => {
  await db.sql.query(`UPDATE feed SET expected_every = '7 days'`)
  assert.ok(!(await write()).completeness.gaps.some(({ from }) => from === '2026-10-03T00:00:00.000Z'))
  const { rowCount } = await db.sql.query(`DELETE FROM scan WHERE observed_at = '2026-10-03T07:00:00Z'`)
  assert.equal(rowCount, 1)
  const gap = (await write()).completeness.gaps.find(({ from }) => from === '2026-10-03T00:00:00.000Z')
  assert.equal(gap?.source, STORY_PIPELINE)
  assert.match(gap?.reason ?? '', /its scans are gone/)
})

test('a file in the way is not replaced', async () => {
  const out = join(root, 'a-file')
  await writeFile(out, 'kept')
  await assert.rejects(write({ out }), /exists/)
  assert.equal(await readFile(out, 'utf8'), 'kept')
})
