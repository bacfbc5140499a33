import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { beforeEach, test } from 'node:test'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { program } from '#lib/domain/actor.ts'
import type { UserAccess } from '#lib/domain/user-access.ts'
import { ensureSource } from '#lib/ingest/ensure-source.ts'
import { getGrant } from '#lib/queries/get-grant.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { person } from '#lib/testing/person.ts'
import { createTeam } from './create-team.ts'
import { writeUserAccess } from './write-user-access.ts'

const { db } = await testDatabase()
const now = new Date('2026-10-07T12:00:00Z')
const by = person('lead@example.com')
const [payments, platform] = [
  await createTeam(db, { name: 'Payments', by, now }),
  await createTeam(db, { name: 'Platform', by, now }),
]
const source = await ensureSource(db.sql, { name: 'eu-1', kind: 'cluster', now })
const [open, over] = [randomUUID(), randomUUID()]
await db.sql.query(
  `INSERT INTO audit (id, name, frameworks, window_from, window_to, expires_at, created_by, created_at)
   VALUES ($1, 'SOC 2 autumn', '{soc2}', $3, $3, '2026-12-01', 'lead', $3), ($2, 'Spring', '{soc2}', $3, $3, '2026-06-01', 'lead', $3)`,
  [open, over, now],
)
const member: UserAccess = { role: 'member', limits: {}, teams: [payments.id], auditId: null }
const admin: UserAccess = { ...member, role: 'admin', teams: [] }

const addUser = async (id: string, role = 'member') => {
  await db.sql.query(`INSERT INTO "user" (id, name, email, role) VALUES ($1, $1, $1 || '@example.com', $2)`, [id, role])
}
const signIn = (id: string) =>
  db.sql.query(`INSERT INTO session (id, token, user_id, expires_at) VALUES ($1, $1, $2, '2027-01-01')`, [
    randomUUID(),
    id,
  ])
const sessions = (userId: string) => db.records.session.count({ where: { userId } })
const give = (userId: string, access: UserAccess) =>
  inTransaction(db, (client) => writeUserAccess(client, { userId, ...access, by, now }))
const changes = (userId: string) =>
  db.records.auditLog.findMany({
    where: { object: `user:${userId}`, action: 'user.access-changed' },
    orderBy: { sequence: 'asc' },
  })

beforeEach(async () => {
  await db.sql.query('DELETE FROM "user"')
  await addUser('root', 'admin')
  await addUser('ana')
})

test('a member gets the teams and no others, and the log has before and after by name', async () => {
  await give('ana', member)
  await give('ana', { ...member, teams: [platform.id, payments.id], limits: { sources: [source.id] } })
  assert.deepEqual(await getGrant(db, 'ana', now), {
    role: 'member',
    limits: { sources: [source.id], teams: [payments.id, platform.id] },
  })
  const [, second] = (await changes('ana')).slice(-2)
  assert.equal(second?.actor, 'lead@example.com')
  assert.deepEqual(second?.detail, {
    before: { user: 'ana@example.com', role: 'member', teams: ['payments'] },
    after: { user: 'ana@example.com', role: 'member', teams: ['payments', 'platform'], sources: ['eu-1'] },
  })
})

test('the same access again writes nothing and ends no session', async () => {
  await give('ana', { ...member, teams: [payments.id, platform.id] })
  await signIn('ana')
  const count = (await changes('ana')).length
  await give('ana', { ...member, teams: [platform.id, payments.id, payments.id] })
  assert.equal((await changes('ana')).length, count)
  assert.equal(await sessions('ana'), 1)
})

test('more access keeps the sessions; less access or another role ends them', async () => {
  await give('ana', { ...member, limits: { environments: ['production'] } })
  await signIn('ana')
  await give('ana', member)
  assert.equal(await sessions('ana'), 1)
  await give('ana', { ...member, teams: [platform.id] })
  assert.equal(await sessions('ana'), 0)
  await signIn('ana')
  await give('ana', { ...member, role: 'officer' })
  assert.equal(await sessions('ana'), 0)
})

test('who is no member any more has no teams, and gets none back with the role', async () => {
  await give('ana', member)
  await give('ana', { ...member, role: 'officer' })
  await give('ana', { ...member, teams: [] })
  assert.deepEqual(await getGrant(db, 'ana', now), { role: 'member', limits: { teams: [] } })
})

test('an auditor needs an audit that is open, and nobody else has one', async () => {
  await give('ana', { ...member, role: 'auditor', auditId: open })
  assert.equal((await getGrant(db, 'ana', now))?.auditIs?.name, 'SOC 2 autumn')
  for (const [access, code] of [
    [{ ...member, role: 'auditor' }, 'invalid'],
    [{ ...member, auditId: open }, 'invalid'],
    [{ ...member, role: 'auditor', auditId: over }, 'conflict'],
    [{ ...member, role: 'auditor', auditId: randomUUID() }, 'not-found'],
    [{ ...member, role: 'auditor', auditId: open, limits: { sources: [source.id] } }, 'invalid'],
  ] satisfies [UserAccess, string][])
    await assert.rejects(give('ana', access), { code }, JSON.stringify(access))
})

test('limits and teams that mean nothing are refused, and nothing is changed', async () => {
  for (const [access, code] of [
    [{ ...admin, limits: { sources: [source.id] } }, 'invalid'],
    [{ ...member, teams: [payments.id, 999] }, 'not-found'],
    [{ ...member, limits: { sources: [999] } }, 'not-found'],
  ] satisfies [UserAccess, string][])
    await assert.rejects(give('ana', access), { code }, JSON.stringify(access))
  assert.deepEqual(await getGrant(db, 'ana', now), { role: 'member', limits: { teams: [] } })
  await assert.rejects(give('nobody', member), { code: 'not-found' })
})

test('the last administrator who can sign in stays one', async () => {
  await addUser('old', 'admin')
  await db.sql.query(`UPDATE "user" SET disabled_at = $1 WHERE id = 'old'`, [now])
  await assert.rejects(give('root', member), { code: 'conflict' })
  await give('ana', admin)
  await give('root', member)
  assert.equal((await getGrant(db, 'root', now))?.role, 'member')
})

test('of two administrators who are made members at once, one stays', async () => {
  await give('ana', admin)
  const written = Promise.withResolvers<void>()
  const first = inTransaction(db, async (client) => {
    await writeUserAccess(client, { userId: 'ana', ...member, by, now })
    written.resolve()
    await somebodyWaits()
  })
  await written.promise
  const outcomes = await Promise.allSettled([first, give('root', member)])
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected'],
  )
  assert.equal(await db.records.user.count({ where: { role: 'admin' } }), 1)
})

async function somebodyWaits(): Promise<void> {
  const { rows } = await db.sql.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  )
  if (!rows.length) await somebodyWaits()
}

test('a program may give access too, and the log says which', async () => {
  await inTransaction(db, (client) => writeUserAccess(client, { userId: 'ana', ...member, by: program('system'), now }))
  assert.equal((await changes('ana')).at(-1)?.actor, 'system')
})
