import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { testDatabase } from '#lib/testing/database.ts'
import { recordStory, STORY_AS_OF, STORY_PERIOD } from '#lib/testing/evidence-story.ts'
import { person } from '#lib/testing/person.ts'
import { claimBundle } from './claim-bundle.ts'
import { createBundleRow } from './create-bundle-row.ts'
import { runBundle } from './run-bundle.ts'
import { verifyBundle } from './verify-bundle.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'muniment-run-'))
after(() => rm(dataDir, { recursive: true, force: true }))
const { db } = await testDatabase()
await recordStory(db, { withCatalogs: false })

const bundleFolder = (sequence: number) => join(dataDir, 'bundles', String(sequence).padStart(6, '0'))
const wanted = {
  kind: 'on-demand' as const,
  period: STORY_PERIOD,
  by: person('officer@example.org', 'officer'),
  now: STORY_AS_OF,
}
const now = () => STORY_AS_OF
type Row = {
  state: string
  progress: string | null
  error: string | null
  path: string | null
  files: number
  bytes: number
  manifest_sha256: string
  gaps: unknown[]
  summary: Record<string, unknown>
  finished_at: Date
}
async function rowOf(id: string): Promise<Row> {
  const { rows } = await db.sql.query<Row>('SELECT * FROM bundle WHERE id = $1', [id])
  assert.ok(rows[0])
  return rows[0]
}
const actionsOf = async (id: string) =>
  (
    await db.sql.query<{ action: string }>('SELECT action FROM audit_log WHERE object = $1 ORDER BY action', [
      `bundle:${id}`,
    ])
  ).rows.map(({ action }) => action)

test('bundles asked for at the same moment get numbers without a hole', async () => {
  const rows = await Promise.all(Array.from({ length: 8 }, () => createBundleRow(db, wanted)))
  assert.deepEqual(
    rows.map(({ sequence }) => sequence).sort((a, b) => a - b),
    [1, 2, 3, 4, 5, 6, 7, 8],
  )
})

test('a bundle of a period to come is refused before it gets a number', async () => {
  await assert.rejects(createBundleRow(db, { ...wanted, now: new Date('2026-09-01T00:00:00Z') }), /has not begun/)
  const { sequence } = await createBundleRow(db, wanted)
  assert.equal(sequence, 9)
})

test('a bundle that was asked for is made, verified, and noted with what it came to', async () => {
  const { id, sequence } = await createBundleRow(db, wanted)
  const result = await runBundle(db, id, dataDir, { now })
  const row = await rowOf(id)
  assert.equal(row.path, bundleFolder(sequence))
  assert.deepEqual(
    [row.state, row.progress, row.error, row.files, row.manifest_sha256, row.gaps],
    ['complete', null, null, result?.files, result?.manifestSha256, []],
  )
  assert.deepEqual([row.summary.openFindings, row.summary.omissions], [1, []])
  const verified = await verifyBundle(row.path ?? '')
  assert.deepEqual([verified.exit, verified.bundle?.sequence, verified.bundle?.bundleId], [0, sequence, id])
  assert.deepEqual(await actionsOf(id), ['bundle.complete', 'bundle.requested'])
})

test('a bundle is made once, however many workers try', async () => {
  const { id } = await createBundleRow(db, wanted)
  const results = await Promise.all([1, 2].map(() => runBundle(db, id, dataDir, { now })))
  assert.equal(results.filter(Boolean).length, 1)
  assert.equal(await runBundle(db, id, dataDir, { now }), undefined)
  assert.deepEqual(await actionsOf(id), ['bundle.complete', 'bundle.requested'])
})

test('what a worker that died left behind is made again, and its remains go', async () => {
  const { id, sequence } = await createBundleRow(db, { ...wanted, state: 'running' })
  const folder = bundleFolder(sequence)
  await mkdir(join(dataDir, 'bundles', `.${String(sequence).padStart(6, '0')}.partial-abc`), { recursive: true })
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'README.txt'), 'half')
  const claim = await claimBundle(db, id)
  assert.equal(await runBundle(db, id, dataDir, { now }), undefined, 'a living worker keeps it')
  await claim?.release()
  assert.ok(await runBundle(db, id, dataDir, { now }))
  assert.deepEqual(
    (await readdir(join(dataDir, 'bundles'))).filter((name) => name.startsWith('.')),
    [],
  )
  assert.equal((await rowOf(id)).state, 'complete')
})

test('a running period gives a partial bundle, noted as such', async () => {
  const { id } = await createBundleRow(db, wanted)
  await runBundle(db, id, dataDir, { now: () => new Date('2026-10-03T12:00:00Z') })
  const row = await rowOf(id)
  assert.deepEqual([row.state, row.gaps.length], ['partial', 0])
  assert.deepEqual(await actionsOf(id), ['bundle.partial', 'bundle.requested'])
})

test('a failure is noted in words fit to show, thrown, and leaves no folder', async () => {
  const { id } = await createBundleRow(db, wanted)
  const out = join(dataDir, 'taken')
  await mkdir(out)
  await writeFile(join(out, 'mine.txt'), 'kept')
  await assert.rejects(runBundle(db, id, dataDir, { now, out }), /never written over another/)
  const row = await rowOf(id)
  assert.equal(row.state, 'failed')
  assert.match(row.error ?? '', /never written over another/)
  assert.deepEqual(await readdir(out), ['mine.txt'])
  assert.deepEqual(await actionsOf(id), ['bundle.failed', 'bundle.requested'])
})

test('an unexpected failure shows nothing of its inside', async () => {
  const { id } = await createBundleRow(db, wanted)
  await db.sql.query('ALTER TABLE roll_team_day RENAME TO roll_team_day_gone')
  try {
    await assert.rejects(runBundle(db, id, dataDir, { now }), /roll_team_day/)
  } finally {
    await db.sql.query('ALTER TABLE roll_team_day_gone RENAME TO roll_team_day')
  }
  const row = await rowOf(id)
  assert.equal(row.state, 'failed')
  assert.ok(row.error && !row.error.includes('roll_team_day'))
})
