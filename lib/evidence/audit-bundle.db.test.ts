import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { createAudit } from '#lib/commands/create-audit.ts'
import { requestAuditBundle } from '#lib/commands/request-audit-bundle.ts'
import { requestBundle } from '#lib/commands/request-bundle.ts'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { getAuditGrant } from '#lib/queries/get-audit-grant.ts'
import { getScope } from '#lib/queries/get-scope.ts'
import { listBundles } from '#lib/queries/list-bundles.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { recordStory, STORY_AS_OF, STORY_CLUSTER, STORY_PERIOD, STORY_PIPELINE } from '#lib/testing/evidence-story.ts'
import { person } from '#lib/testing/person.ts'
import { runBundle } from './run-bundle.ts'
import { verifyBundle } from './verify-bundle.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'muniment-audit-bundle-'))
after(() => rm(dataDir, { recursive: true, force: true }))
const { db } = await testDatabase()
await recordStory(db)
const by = person('officer@example.org', 'officer')
const now = STORY_AS_OF

const auditOf = async (name: string) =>
  (
    await createAudit(db, {
      plan: {
        name,
        frameworks: ['soc2'],
        from: '2026-10-01',
        to: '2026-10-04',
        environments: ['build'],
        expiresOn: '2027-01-31',
      },
      by,
      now,
    })
  ).id
const auditId = await auditOf('Spring')

test('the bundle of an audit holds its sources and frameworks, nothing else, and verifies', async () => {
  const { id } = await requestAuditBundle(db, { auditId, by, now })
  const made = await runBundle(db, id, dataDir, { now: () => now })
  assert.ok(made)
  const { exit, problems } = await verifyBundle(made.path)
  assert.deepEqual([exit, problems], [0, []])
  const texts = await textsIn(made.path)
  assert.ok(texts.some(({ text }) => text.includes(STORY_PIPELINE)))
  for (const { path, text } of texts) {
    assert.ok(!text.includes(STORY_CLUSTER), `${path} names a source outside the audit`)
    assert.doesNotMatch(text, /pci-dss-4/, path)
  }
  const manifest = JSON.parse(await readFile(join(made.path, 'manifest.json'), 'utf8')) as { scope: string }
  assert.equal(manifest.scope, `1 sources, frameworks soc2, audit ${auditId}`)
})

test('its auditors have it, those of another audit do not, and nobody limited has a bundle of everything', async () => {
  await requestBundle(db, { period: STORY_PERIOD, kind: 'on-demand', by, now })
  const other = await auditOf('Another')
  const seenIn = async (id: string) => {
    const audit = await getAuditGrant(db, id)
    assert.ok(audit)
    const scope = await getScope(db, { role: 'auditor', limits: {}, audit })
    return (await listBundles(db, scope)).map((bundle) => bundle.audit?.name)
  }
  assert.deepEqual(await seenIn(auditId), ['Spring'])
  assert.deepEqual(await seenIn(other), [])
  assert.equal((await listBundles(db, EVERYTHING)).length, 2)
})

test('an officer who sees a part asks for no bundle of everything, and for none of an audit beyond that part', async () => {
  const scope = await getScope(db, { role: 'officer', limits: { environments: ['production'] } })
  const limited = person('part@example.org', 'officer', scope)
  await assert.rejects(requestBundle(db, { period: STORY_PERIOD, kind: 'monthly', by: limited, now }), {
    code: 'forbidden',
  })
  await assert.rejects(requestAuditBundle(db, { auditId, by: limited, now }), { code: 'not-found' })
})

async function textsIn(folder: string): Promise<{ path: string; text: string }[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  return Promise.all(
    names
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name)
        const bytes = await readFile(path)
        return { path, text: (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString() }
      }),
  )
}
