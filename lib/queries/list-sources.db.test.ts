import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { limitedScope } from '#lib/testing/limited-scope.ts'
import { recordResults, testCheck, testSubject } from '#lib/testing/record-results.ts'
import { getFreshness } from './get-freshness.ts'
import { getRaw } from './get-raw.ts'
import { listRejected } from './list-rejected.ts'
import { listScanFiles } from './list-scan-files.ts'
import { listScans } from './list-scans.ts'
import { listSources } from './list-sources.ts'

const { db } = await testDatabase()
const at = (hour: number, day = 7) => new Date(Date.UTC(2026, 9, day, hour))
const check = testCheck('require-labels')
const fail = (name: string) => ({ check, subject: testSubject(name), outcome: 'fail' as const })
const pass = (name: string) => ({ check, subject: testSubject(name), outcome: 'pass' as const })

const body = Buffer.from(JSON.stringify({ kind: 'PolicyReport', note: 'ä <script>' }))
const digest = createHash('sha256').update(body).digest('hex')
const first = await recordResults(db, {
  source: 'eu',
  at: at(1),
  results: [fail('a'), pass('b')],
  body,
  file: '../reports/a.json',
})
const partial = await recordResults(db, {
  source: 'eu',
  at: at(2),
  results: [fail('a')],
  complete: false,
  reason: 'the list was cut',
})
await recordResults(db, { source: 'website', kind: 'pipeline', at: at(1, 1), results: [fail('x')] })
await db.sql.query(`INSERT INTO source (name, kind, created_at) VALUES ('silent', 'cluster', $1)`, [at(0)])

test('each source has its latest scan, and is as current as the oldest of its feeds', async () => {
  const sources = await listSources(db, EVERYTHING, { now: at(2) })
  assert.deepEqual(
    sources.map(({ name, freshness, open }) => ({ name, freshness, open })),
    [
      { name: 'silent', freshness: 'never', open: 0 },
      { name: 'eu', freshness: 'fresh', open: 1 },
      { name: 'website', freshness: 'fresh', open: 1 },
    ],
  )
  const [feed] = sources.find(({ name }) => name === 'eu')?.feeds ?? []
  assert.equal(feed?.last?.scanId, partial.scanId)
  assert.deepEqual([feed?.last?.complete, feed?.last?.reason], [false, 'the list was cut'])
})

test('a partial scan does not count as a complete one: the cluster becomes late two intervals after the last whole one', async () => {
  const freshness = async (now: Date) =>
    (await listSources(db, EVERYTHING, { now })).find(({ name }) => name === 'eu')?.freshness
  assert.equal(await freshness(at(3)), 'fresh')
  assert.equal(await freshness(at(4)), 'late')
  assert.equal(await freshness(at(2, 8)), 'stale')
})

test('a pipeline is not late between its runs, and stale after a week', async () => {
  const freshness = async (now: Date) =>
    (await listSources(db, EVERYTHING, { now })).find(({ name }) => name === 'website')?.freshness
  assert.equal(await freshness(at(0, 8)), 'fresh')
  assert.equal(await freshness(at(2, 8)), 'stale')
})

test('a feed that never reports a pass is marked, one that does is not', async () => {
  const sources = await listSources(db, EVERYTHING, { now: at(2) })
  assert.deepEqual(
    sources.flatMap(({ feeds }) => feeds.map(({ violationsOnly }) => violationsOnly)),
    [false, true],
  )
})

test('the line of freshness counts sources that are not current and names the newest scan', async () => {
  assert.deepEqual(await getFreshness(db, EVERYTHING, at(4)), { sources: 3, quiet: 2, truncated: 0, newestAt: at(2) })
})

test('scans come newest first in pages that neither repeat nor skip', async () => {
  const [newest] = await listScans(db, EVERYTHING, { sourceId: first.sourceId, limit: 1 })
  assert.equal(newest?.scanId, partial.scanId)
  const before = { at: newest?.observedAt ?? at(0), scanId: newest?.scanId ?? '' }
  const rest = await listScans(db, EVERYTHING, { sourceId: first.sourceId, limit: 10, before })
  assert.deepEqual(
    rest.map(({ scanId }) => scanId),
    [first.scanId],
  )
})

test('an original comes back byte for byte under its name', async () => {
  const raw = await getRaw(db, EVERYTHING, { sourceId: first.sourceId, digest })
  assert.deepEqual(raw?.body, body)
  assert.equal(raw?.name, '../reports/a.json')
  const files = await listScanFiles(db, EVERYTHING, { sourceId: first.sourceId, scanId: first.scanId, limit: 10 })
  assert.deepEqual(
    files.map((file) => [file.digest, file.isKept]),
    [[digest, true]],
  )
})

test('rejected entries keep their file, place and reason', async () => {
  await db.sql.query(`INSERT INTO scan_rejected VALUES ($1, $2, 0, 'a.json', '/items/3', 'has no result')`, [
    first.sourceId,
    first.scanId,
  ])
  assert.deepEqual(await listRejected(db, EVERYTHING, { sourceId: first.sourceId, scanId: first.scanId, limit: 10 }), [
    { n: 0, file: 'a.json', path: '/items/3', reason: 'has no result' },
  ])
})

test('outside the scope there is no source, no scan, no document, no original', async () => {
  const scope = limitedScope({ sources: [999] })
  const which = { sourceId: first.sourceId, scanId: first.scanId, limit: 10 }
  assert.deepEqual(await listSources(db, scope, { now: at(2) }), [])
  assert.deepEqual(await listScans(db, scope, { sourceId: first.sourceId, limit: 10 }), [])
  assert.deepEqual(await listScanFiles(db, scope, which), [])
  assert.deepEqual(await listRejected(db, scope, which), [])
  assert.equal(await getRaw(db, scope, { sourceId: first.sourceId, digest }), undefined)
  assert.equal((await getFreshness(db, scope, at(2))).sources, 0)
})
