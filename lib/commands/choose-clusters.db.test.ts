import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#lib/testing/database.ts'
import { person } from '#lib/testing/person.ts'
import { CHOSEN_CONTEXTS, chooseClusters } from './choose-clusters.ts'

const { db } = await testDatabase()
const now = new Date('2026-10-07T12:00:00Z')
const by = person('lead@example.com')
const kept = async () => (await db.records.setting.findUnique({ where: { name: CHOSEN_CONTEXTS } }))?.value
const logged = async () =>
  (await db.records.auditLog.findMany({ orderBy: { sequence: 'asc' } })).map(({ action, detail }) => [action, detail])

test('each change of which clusters are followed is in the audit log, before and after; the same choice is none', async () => {
  await chooseClusters(db, { contexts: ['eu-1', 'us-1'], by, now })
  await chooseClusters(db, { contexts: ['eu-1', 'us-1'], by, now })
  assert.deepEqual(await kept(), ['eu-1', 'us-1'])
  await chooseClusters(db, { contexts: 'all', by, now })
  await chooseClusters(db, { contexts: 'all', by, now })
  assert.equal(await kept(), undefined)
  assert.deepEqual(await logged(), [
    ['clusters.chosen', { before: 'all', after: ['eu-1', 'us-1'] }],
    ['clusters.chosen', { before: ['eu-1', 'us-1'], after: 'all' }],
  ])
})

test('only who may manage sources chooses', async () => {
  for (const role of ['officer', 'member', 'auditor'] as const)
    await assert.rejects(chooseClusters(db, { contexts: 'all', by: person('x@example.com', role), now }), {
      code: 'forbidden',
    })
})
