import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAuth } from '#lib/auth/create-auth.ts'
import { createSignInLink } from '#lib/auth/create-sign-in-link.ts'
import { PLACEHOLDER_EMAIL } from '#lib/auth/placeholder-email.ts'
import type { UserAccess } from '#lib/domain/user-access.ts'
import { getGrant } from '#lib/queries/get-grant.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { person } from '#lib/testing/person.ts'
import { createTeam } from './create-team.ts'
import { disableUser } from './disable-user.ts'
import { enableUser } from './enable-user.ts'
import { inviteUser } from './invite-user.ts'
import { makeUserLink } from './make-user-link.ts'

const { db } = await testDatabase()
const baseUrl = 'http://localhost:3000'
const auth = createAuth(db, { baseUrl, port: 3000, secret: 'a secret of at least thirty-two characters' })
const now = new Date()
const by = person('lead@example.com')
const team = await createTeam(db, { name: 'Payments', by, now })
const access: UserAccess = { role: 'member', limits: {}, teams: [team.id], auditId: null }
let asked = 0
/** Who is signed in by a link: the user's id, or undefined. One caller an address, because of the rate limit. */
const open = async (link: string): Promise<string | undefined> => {
  const before = (await db.records.session.findMany()).map(({ id }) => id)
  await auth.handler(new Request(link, { headers: { 'x-forwarded-for': `192.0.2.${++asked}` } }))
  return (await db.records.session.findMany()).find(({ id }) => !before.includes(id))?.userId
}
const invite = (email: string, as = by) =>
  inviteUser(db, { auth, wanted: { name: 'Ana', email, access }, baseUrl, by: as, now })
const logged = async (object: string) =>
  (await db.records.auditLog.findMany({ where: { object }, orderBy: { sequence: 'asc' } })).map(({ action }) => action)

await auth.handler(new Request(await createSignInLink(auth, baseUrl)))

test('who is invited has the access that was given and signs in once with the link', async () => {
  const { id, link } = await invite('Ana@Example.com')
  assert.deepEqual(await getGrant(db, id, now), { role: 'member', limits: { teams: [team.id] } })
  assert.equal((await db.records.user.findUniqueOrThrow({ where: { id } })).email, 'ana@example.com')
  assert.equal(await open(link), id)
  assert.equal(await open(link), undefined)
})

test('the invitation is in the audit log, and the link is not', async () => {
  const { id, link } = await invite('bo@example.com')
  assert.deepEqual(await logged(`user:${id}`), ['user.invited', 'user.access-changed'])
  const token = new URL(link).searchParams.get('token') ?? ''
  const { rows } = await db.sql.query(
    `SELECT 1 FROM audit_log WHERE detail::text LIKE '%' || $1 || '%' UNION ALL
     SELECT 1 FROM verification WHERE identifier = $1 OR value LIKE '%' || $1 || '%'`,
    [token],
  )
  assert.equal(rows.length, 0)
})

test('an address is invited once, and a refused invitation leaves no user', async () => {
  await assert.rejects(invite('ANA@example.com'), { code: 'conflict' })
  await assert.rejects(invite(PLACEHOLDER_EMAIL), /e-mail address of the person/)
  const wanted = { name: 'Cy', email: 'cy@example.com', access: { ...access, role: 'auditor' } } as const
  await assert.rejects(inviteUser(db, { auth, wanted, baseUrl, by, now }), { code: 'invalid' })
  assert.equal(await db.records.user.count({ where: { email: 'cy@example.com' } }), 0)
})

test('only an administrator invites and makes links', async () => {
  for (const role of ['officer', 'member', 'auditor'] as const) {
    const as = person('other@example.com', role)
    await assert.rejects(invite('dee@example.com', as), { code: 'forbidden' })
    await assert.rejects(makeUserLink(db, { auth, userId: 'any', baseUrl, by: as, now }), { code: 'forbidden' })
  }
})

test('a new link replaces the one before, and stands in the audit log', async () => {
  const { id, link } = await invite('eve@example.com')
  const second = await makeUserLink(db, { auth, userId: id, baseUrl, by, now })
  assert.equal(await open(link), undefined)
  assert.equal(await open(second), id)
  assert.ok((await logged(`user:${id}`)).includes('user.link-made'))
})

test('there is no link for somebody who may not sign in, and one from before does not come back', async () => {
  const { id, link } = await invite('fay@example.com')
  await disableUser(db, { userId: id, by, now })
  await assert.rejects(makeUserLink(db, { auth, userId: id, baseUrl, by, now }), { code: 'conflict' })
  await enableUser(db, { userId: id, by, now })
  assert.equal(await open(link), undefined)
  await assert.rejects(makeUserLink(db, { auth, userId: 'gone', baseUrl, by, now }), { code: 'not-found' })
})
