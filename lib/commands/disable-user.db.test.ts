import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { beforeEach, test } from 'node:test'
import type { UserAccess } from '#lib/domain/user-access.ts'
import { getGrant } from '#lib/queries/get-grant.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { person } from '#lib/testing/person.ts'
import { createTeam } from './create-team.ts'
import { disableUser } from './disable-user.ts'
import { enableUser } from './enable-user.ts'
import { removeUser } from './remove-user.ts'
import { setUserAccess } from './set-user-access.ts'

const { db } = await testDatabase()
const now = new Date('2026-10-07T12:00:00Z')
const root = person('root')
const outside = person('outside')
const officer: UserAccess = { role: 'officer', limits: {}, teams: [], auditId: null }
const sessions = (userId: string) => db.records.session.count({ where: { userId } })
const logged = async (id: string) =>
  (await db.records.auditLog.findMany({ where: { object: `user:${id}` }, orderBy: { sequence: 'asc' } })).map(
    ({ action }) => action,
  )

beforeEach(async () => {
  await db.sql.query('DELETE FROM "user"')
  for (const [id, role] of [
    ['root', 'admin'],
    ['ana', 'member'],
  ]) {
    await db.sql.query(`INSERT INTO "user" (id, name, email, role) VALUES ($1, $1, $1, $2)`, [id, role])
    await db.sql.query(`INSERT INTO session (id, token, user_id, expires_at) VALUES ($1, $1, $2, '2027-01-01')`, [
      randomUUID(),
      id,
    ])
  }
})

test('who is disabled is signed out at once, sees nothing, and comes back as before when enabled', async () => {
  await disableUser(db, { userId: 'ana', by: root, now })
  assert.equal(await sessions('ana'), 0)
  assert.equal(await getGrant(db, 'ana', now), undefined)
  await disableUser(db, { userId: 'ana', by: root, now })
  await enableUser(db, { userId: 'ana', by: root, now })
  await enableUser(db, { userId: 'ana', by: root, now })
  assert.deepEqual(await getGrant(db, 'ana', now), { role: 'member', limits: { teams: [] } })
  assert.deepEqual(await logged('ana'), ['user.disabled', 'user.enabled'])
  assert.equal(await sessions('root'), 1)
})

test('what a removed user did stays in the audit log under the name of that time', async () => {
  await createTeam(db, { name: 'Payments', by: { ...person('ana@example.com'), id: 'ana' }, now })
  await removeUser(db, { userId: 'ana', by: root, now })
  assert.equal(await db.records.user.count({ where: { id: 'ana' } }), 0)
  const [made] = await db.records.auditLog.findMany({ where: { action: 'team.created' } })
  assert.deepEqual([made?.actor, made?.actorId], ['ana@example.com', 'ana'])
  const [removed] = await db.records.auditLog.findMany({ where: { action: 'user.removed' } })
  assert.deepEqual([removed?.actor, removed?.detail], ['root', { name: 'ana', user: 'ana' }])
})

test('nobody disables, removes or demotes themselves', async () => {
  await db.sql.query(`UPDATE "user" SET role = 'admin' WHERE id = 'ana'`)
  await assert.rejects(disableUser(db, { userId: 'root', by: root, now }), { code: 'conflict' })
  await assert.rejects(removeUser(db, { userId: 'root', by: root, now }), { code: 'conflict' })
  await assert.rejects(setUserAccess(db, { userId: 'root', access: officer, by: root, now }), { code: 'conflict' })
  assert.equal(await db.records.user.count({ where: { role: 'admin', disabledAt: null } }), 2)
})

test('the last administrator who can sign in is not disabled or removed by anybody', async () => {
  await assert.rejects(disableUser(db, { userId: 'root', by: outside, now }), { code: 'conflict' })
  await assert.rejects(removeUser(db, { userId: 'root', by: outside, now }), { code: 'conflict' })
  await setUserAccess(db, { userId: 'ana', access: { ...officer, role: 'admin' }, by: root, now })
  await disableUser(db, { userId: 'ana', by: root, now })
  await assert.rejects(removeUser(db, { userId: 'root', by: outside, now }), { code: 'conflict' })
  await enableUser(db, { userId: 'ana', by: root, now })
  await removeUser(db, { userId: 'root', by: outside, now })
})

test('of two administrators who disable each other at once, one stays', async () => {
  await setUserAccess(db, { userId: 'ana', access: { ...officer, role: 'admin' }, by: root, now })
  const outcomes = await Promise.allSettled([
    disableUser(db, { userId: 'ana', by: root, now }),
    disableUser(db, { userId: 'root', by: person('ana'), now }),
  ])
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('only an administrator does any of this', async () => {
  for (const role of ['officer', 'member', 'auditor'] as const) {
    const by = person('other', role)
    for (const change of [disableUser, enableUser, removeUser])
      await assert.rejects(change(db, { userId: 'ana', by, now }), { code: 'forbidden' })
    await assert.rejects(setUserAccess(db, { userId: 'ana', access: officer, by, now }), { code: 'forbidden' })
  }
})
