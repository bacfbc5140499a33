import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addIdentityProvider } from '#lib/commands/add-identity-provider.ts'
import { createTeam } from '#lib/commands/create-team.ts'
import { removeIdentityProvider } from '#lib/commands/remove-identity-provider.ts'
import { setGroupRules } from '#lib/commands/set-group-rules.ts'
import { IdentityProvider } from '#lib/domain/identity-provider.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { person as actor } from '#lib/testing/person.ts'
import { admitPerson, type Person } from './admit-person.ts'
import { readProvider } from './read-provider.ts'

const { db } = await testDatabase()
const by = actor('lead@example.com')
const now = new Date('2026-10-07T12:00:00Z')
const secret = 'a secret of at least thirty-two characters'
await db.sql.query(`INSERT INTO "user" (id, name, email, role) VALUES ('lead', 'Lead', 'lead@example.com', 'admin')`)
const payments = await createTeam(db, { name: 'Payments', by, now })
const search = await createTeam(db, { name: 'Search', by, now })
const wanted = IdentityProvider.parse({
  name: 'Company',
  issuer: 'https://id.example.com',
  clientId: 'm',
  clientSecret: 'hush',
})
const { id } = await addIdentityProvider(db, { wanted, secret, by, now })
const rules = [
  { group: 'compliance', role: 'officer' as const, teams: [] },
  { group: 'payments', role: 'member' as const, teams: [payments.id] },
  { group: 'search', role: 'member' as const, teams: [search.id] },
]
await setGroupRules(db, { id, rules, by, now })

const somebody = (changes: Partial<Person>): Person => ({
  subject: 'sub-1',
  email: 'ada@example.com',
  isEmailVerified: true,
  name: 'Ada',
  groups: ['payments'],
  ...changes,
})
async function admit(changes: Partial<Person>) {
  const provider = await readProvider(db, id, secret)
  assert.ok(provider)
  return admitPerson(db, { provider, person: somebody(changes), address: '192.0.2.1', now })
}
const accessOf = async (userId: string) => {
  const user = await db.records.user.findUniqueOrThrow({ where: { id: userId }, include: { teams: true } })
  return [user.role, user.teams.map(({ teamId }) => teamId)]
}
const admitted = async (changes: Partial<Person>) => {
  const answer = await admit(changes)
  assert.ok('userId' in answer, JSON.stringify(answer))
  return answer.userId
}

test('the first sign-in makes a user with the role and teams of the groups', async () => {
  assert.deepEqual(await accessOf(await admitted({})), ['member', [payments.id]])
})

test('role and teams follow the groups at every sign-in, under whatever address', async () => {
  const userId = await admitted({ groups: ['payments', 'search'], email: 'ada.l@example.com' })
  assert.deepEqual(await accessOf(userId), ['member', [payments.id, search.id]])
  assert.deepEqual(await accessOf(await admitted({ groups: ['compliance'] })), ['officer', []])
  const changes = await db.records.auditLog.findMany({
    where: { action: 'user.access-changed', object: `user:${userId}` },
  })
  assert.ok(changes.length >= 2 && changes.every(({ actor: name }) => name === 'provider:Company'))
})

test('who is in no group that counts gets no user', async () => {
  assert.deepEqual(await admit({ subject: 'sub-2', email: 'eve@example.com', groups: ['visitors'] }), {
    refused: 'no_access',
  })
  assert.equal(await db.records.user.count({ where: { email: 'eve@example.com' } }), 0)
})

test('a verified address joins the user who was invited under it, once; any other clash is refused', async () => {
  await db.sql.query(`INSERT INTO "user" (id, name, email) VALUES ('grace', 'Grace', 'Grace@example.com')`)
  const grace = { subject: 'sub-3', email: 'grace@example.com' }
  assert.deepEqual(await admit({ ...grace, isEmailVerified: false }), { refused: 'email_taken' })
  assert.equal(await admitted(grace), 'grace')
  assert.deepEqual(await admit({ ...grace, subject: 'sub-4' }), { refused: 'email_taken' })
  assert.deepEqual(await admit({ subject: 'sub-5', email: undefined }), { refused: 'email_missing' })
})

test('who was disabled stays out, whatever the groups say', async () => {
  await db.sql.query(`UPDATE "user" SET disabled_at = now() WHERE id = 'grace'`)
  assert.deepEqual(await admit({ subject: 'sub-3', email: 'grace@example.com' }), { refused: 'access_ended' })
})

test('the last administrator is not made less by a group', async () => {
  await db.sql.query(
    `INSERT INTO account (id, account_id, provider_id, user_id) VALUES ('x', 'sub-9', 'oidc:company', 'lead')`,
  )
  assert.deepEqual(await admit({ subject: 'sub-9', email: 'lead@example.com' }), { refused: 'no_access' })
  assert.deepEqual(await accessOf('lead'), ['admin', []])
})

test('a client secret is sealed in the database and in no audit row, and another key does not open it', async () => {
  const rows = JSON.stringify(
    [await db.records.identityProvider.findMany(), await db.records.auditLog.findMany()],
    (_key, value) => (typeof value === 'bigint' ? String(value) : value),
  )
  assert.ok(!rows.includes('hush'))
  assert.equal((await readProvider(db, id, secret))?.clientSecret, 'hush')
  await assert.rejects(readProvider(db, id, `${secret}!`), /MUNIMENT_SECRET is another/)
})

test('a rule without teams for a member, and one for an auditor, are refused', async () => {
  await assert.rejects(setGroupRules(db, { id, rules: [{ group: 'x', role: 'member', teams: [] }], by, now }), {
    code: 'invalid',
  })
  await assert.rejects(
    setGroupRules(db, { id, rules: [{ group: 'x', role: 'auditor' as 'member', teams: [] }], by, now }),
  )
})

test('a provider that is removed lets nobody in', async () => {
  await removeIdentityProvider(db, { id, by, now })
  assert.equal(await readProvider(db, id, secret), undefined)
})
