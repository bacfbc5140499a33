import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVERYTHING, NOTHING, type Scope } from '#lib/domain/scope.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { limitedScope } from '#lib/testing/limited-scope.ts'
import { loadFrameworks } from '#lib/testing/load-frameworks.ts'
import { getAudit } from './get-audit.ts'
import { listAuditPeople } from './list-audit-people.ts'
import { listAudits } from './list-audits.ts'

const { db } = await testDatabase()
const now = new Date('2026-10-07T12:00:00Z')
await loadFrameworks(db)
const [eu, us] = [{ id: 1 }, { id: 2 }]
const [whole, part] = [{ id: '00000000-0000-4000-8000-000000000001' }, { id: '00000000-0000-4000-8000-000000000002' }]
await db.sql.query(
  `INSERT INTO source (id, name, kind, created_at) VALUES (1, 'eu-1', 'cluster', $1), (2, 'us-1', 'cluster', $1)`,
  [now],
)
await db.sql.query(
  `INSERT INTO audit (id, name, frameworks, window_from, window_to, limits, expires_at, created_by, created_at) VALUES
     ($1, 'Everything', '{soc2}', '2026-07-01T00:00Z', '2026-10-01T00:00Z', '{}', '2026-12-24', 'lead', $3),
     ($2, 'Europe', '{soc2}', '2026-07-01T00:00Z', '2026-10-02T00:00Z', '{"sources": [1]}', '2026-12-24', 'lead', $3)`,
  [whole.id, part.id, now],
)
await db.sql.query(
  `INSERT INTO "user" (id, name, email, role, audit_id) VALUES ('ada', 'Ada', 'ada@example.com', 'auditor', $1)`,
  [part.id],
)
const names = async (scope: Scope) => (await listAudits(db, scope)).map(({ name }) => name)

test('an audit is listed with its frameworks, sources, window and number of people, the latest first', async () => {
  assert.deepEqual(await names(EVERYTHING), ['Europe', 'Everything'])
  const [europe] = await listAudits(db, EVERYTHING)
  assert.deepEqual(
    [europe?.frameworks.map(({ id }) => id), europe?.sources, europe?.until.toISOString(), europe?.people],
    [['soc2'], ['eu-1'], '2026-10-02T00:00:00.000Z', 1],
  )
})

test('who sees one source sees the audits of that source and their people', async () => {
  const europe = limitedScope({ sources: [eu.id] })
  assert.deepEqual(await names(europe), ['Europe'])
  assert.deepEqual(
    (await listAuditPeople(db, europe, part.id)).map(({ email }) => email),
    ['ada@example.com'],
  )
  const america = limitedScope({ sources: [us.id] })
  assert.deepEqual(await names(america), [])
  assert.deepEqual(await listAuditPeople(db, america, part.id), [])
  assert.equal(await getAudit(db, america, part.id), undefined)
})

test('an auditor sees the own audit, no other, and none of its people', async () => {
  const auditor: Scope = {
    ...limitedScope({ sources: [eu.id] }),
    frameworks: ['soc2'],
    window: { from: now, until: now },
    audit: part.id,
  }
  assert.equal((await getAudit(db, auditor, part.id))?.name, 'Europe')
  assert.equal(await getAudit(db, auditor, whole.id), undefined)
  assert.deepEqual(await listAuditPeople(db, auditor, part.id), [])
  assert.deepEqual(await names(auditor), ['Europe'])
})

test('members and nobody see no audit, and an address that is none is none', async () => {
  assert.deepEqual(await names(limitedScope({ teams: [1] })), [])
  assert.deepEqual(await names(NOTHING), [])
  assert.equal(await getAudit(db, EVERYTHING, 'x'), undefined)
})
