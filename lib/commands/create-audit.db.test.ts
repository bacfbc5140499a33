import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { beforeEach, test } from 'node:test'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { AuditPlan } from '#lib/domain/audit-plan.ts'
import { ensureSource } from '#lib/ingest/ensure-source.ts'
import { getGrant } from '#lib/queries/get-grant.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { limitedScope } from '#lib/testing/limited-scope.ts'
import { loadFrameworks } from '#lib/testing/load-frameworks.ts'
import { person } from '#lib/testing/person.ts'
import { changeAudit } from './change-audit.ts'
import { closeAudit } from './close-audit.ts'
import { createAudit } from './create-audit.ts'
import { writeUserAccess } from './write-user-access.ts'

const { db } = await testDatabase()
const now = new Date('2026-10-07T12:00:00Z')
const by = person('officer@example.com', 'officer')
await loadFrameworks(db)
const [eu, us] = [
  await ensureSource(db.sql, { name: 'eu-1', kind: 'cluster', now }),
  await ensureSource(db.sql, { name: 'us-1', kind: 'cluster', now }),
]
const plan: AuditPlan = {
  name: 'SOC 2, third quarter',
  frameworks: ['soc2'],
  from: '2026-07-01',
  to: '2026-09-30',
  sources: [eu.id],
  expiresOn: '2026-10-31',
}
let id = ''

beforeEach(async () => {
  await db.sql.query('DELETE FROM "user"')
  ;({ id } = await createAudit(db, { plan, by, now }))
  await db.sql.query(`INSERT INTO "user" (id, name, email, role) VALUES ('ada', 'Ada', 'ada@example.com', 'member')`)
  await inTransaction(db, (client) =>
    writeUserAccess(client, { userId: 'ada', role: 'auditor', limits: {}, teams: [], auditId: id, by, now }),
  )
  await db.sql.query(`INSERT INTO session (id, token, user_id, expires_at) VALUES ($1, $1, 'ada', '2027-01-01')`, [
    randomUUID(),
  ])
})
const logged = () => db.records.auditLog.findMany({ where: { object: `audit:${id}` }, orderBy: { sequence: 'asc' } })

test('an auditor may look at the frameworks, whole days and sources of the audit', async () => {
  assert.deepEqual((await getGrant(db, 'ada', now))?.audit, {
    id,
    frameworks: ['soc2'],
    limits: { sources: [eu.id] },
    window: { from: new Date('2026-07-01T00:00:00Z'), until: new Date('2026-10-01T00:00:00Z') },
  })
})

test('access ends with the last day, which still counts', async () => {
  assert.ok(await getGrant(db, 'ada', new Date('2026-10-31T23:59:59Z')))
  assert.equal(await getGrant(db, 'ada', new Date('2026-11-01T00:00:00Z')), undefined)
})

test('a closed audit signs its auditors out, and neither opens nor changes again', async () => {
  await closeAudit(db, { id, by, now })
  assert.equal(await getGrant(db, 'ada', now), undefined)
  assert.equal(await db.records.session.count({ where: { userId: 'ada' } }), 0)
  await closeAudit(db, { id, by, now })
  await assert.rejects(changeAudit(db, { id, plan, by, now }), { code: 'conflict' })
  assert.deepEqual(
    (await logged()).map(({ action }) => action),
    ['audit.created', 'audit.closed'],
  )
})

test('a change counts at once and is logged before and after; the same again is no change', async () => {
  const { sources: _all, ...wider } = { ...plan, frameworks: ['soc2', 'pci-dss-4.0.1'], expiresOn: '2026-11-30' }
  await changeAudit(db, { id, plan: wider, by, now })
  await changeAudit(db, { id, plan: wider, by, now })
  assert.deepEqual((await getGrant(db, 'ada', now))?.audit?.limits, {})
  const [, changed, ...more] = await logged()
  assert.deepEqual(more, [])
  assert.deepEqual(changed?.detail, {
    before: {
      name: plan.name,
      frameworks: ['soc2'],
      window: '2026-07-01..2026-09-30',
      sources: ['eu-1'],
      expiresOn: '2026-10-31',
    },
    after: {
      name: plan.name,
      frameworks: ['pci-dss-4.0.1', 'soc2'],
      window: '2026-07-01..2026-09-30',
      expiresOn: '2026-11-30',
    },
  })
})

test('an audit that ran out comes back with a later day', async () => {
  const later = new Date('2026-12-01T12:00:00Z')
  await changeAudit(db, { id, plan: { ...plan, expiresOn: '2026-12-24' }, by, now: later })
  assert.ok(await getGrant(db, 'ada', later))
})

test('a plan that names what is not there, or that is over, is refused', async () => {
  for (const [wrong, code] of [
    [{ frameworks: ['soc9'] }, 'not-found'],
    [{ sources: [999] }, 'not-found'],
    [{ environments: ['moon'] }, 'not-found'],
    [{ expiresOn: '2026-10-06' }, 'invalid'],
  ] satisfies [Partial<AuditPlan>, string][])
    await assert.rejects(createAudit(db, { plan: { ...plan, ...wrong }, by, now }), { code }, JSON.stringify(wrong))
  for (const wrong of [{ to: '2026-06-30' }, { frameworks: [] }, { sources: [] }, { name: ' ' }])
    await assert.rejects(createAudit(db, { plan: { ...plan, ...wrong }, by, now }), { name: 'ZodError' })
})

test('an officer of one source makes and changes audits of that source alone', async () => {
  const limited = person('limited@example.com', 'officer', limitedScope({ sources: [us.id] }))
  const { sources: _all, ...everything } = plan
  await assert.rejects(createAudit(db, { plan, by: limited, now }), { code: 'forbidden' })
  await assert.rejects(createAudit(db, { plan: everything, by: limited, now }), { code: 'forbidden' })
  await createAudit(db, { plan: { ...plan, sources: [us.id] }, by: limited, now })
  await assert.rejects(changeAudit(db, { id, plan: { ...plan, sources: [us.id] }, by: limited, now }), {
    code: 'not-found',
  })
  await assert.rejects(closeAudit(db, { id, by: limited, now }), { code: 'not-found' })
})

test('members and auditors make, change and close none', async () => {
  for (const role of ['member', 'auditor'] as const) {
    const as = person('other@example.com', role)
    await assert.rejects(createAudit(db, { plan, by: as, now }), { code: 'forbidden' })
    await assert.rejects(changeAudit(db, { id, plan, by: as, now }), { code: 'forbidden' })
    await assert.rejects(closeAudit(db, { id, by: as, now }), { code: 'forbidden' })
  }
})
