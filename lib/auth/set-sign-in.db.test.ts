import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#lib/testing/database.ts'
import { person } from '#lib/testing/person.ts'
import { createAuth } from './create-auth.ts'
import { createSignInLink } from './create-sign-in-link.ts'
import { setSignIn } from './set-sign-in.ts'

const { db } = await testDatabase()
const env = { baseUrl: 'http://localhost:3000', port: 3000, secret: 'a secret of at least thirty-two characters' }
const auth = createAuth(db, env)
const now = new Date()
const PASSWORD = 'correct horse battery'

await auth.handler(new Request(await createSignInLink(auth, env.baseUrl)))
const user = await db.records.user.findFirstOrThrow()
const session = await db.records.session.findFirstOrThrow()
const lead = { ...person(user.email), id: user.id }
const fresh = { by: lead, session, now }
const old = { by: lead, session, now: new Date(now.getTime() + 3_600_000) }
const wanted = { name: 'Lead', email: 'lead@example.com', password: '', currentPassword: '' }

const canSignIn = async (email: string, password: string): Promise<boolean> => {
  const answer = await auth.handler(
    new Request(`${env.baseUrl}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: env.baseUrl },
      body: JSON.stringify({ email, password }),
    }),
  )
  return answer.ok
}

test('the administrator of a first link sets an address and a password and signs in with them', async () => {
  await setSignIn(auth, db, { ...fresh, wanted: { ...wanted, password: PASSWORD } })
  assert.equal(await canSignIn('lead@example.com', PASSWORD), true)
  assert.equal(await canSignIn('lead@example.com', 'another password'), false)
})

test('an older session changes nothing without the current password', async () => {
  const change = { ...wanted, email: 'thief@example.com' }
  await assert.rejects(setSignIn(auth, db, { ...old, wanted: change }), /current password is wrong/)
  await assert.rejects(setSignIn(auth, db, { ...old, wanted: { ...change, currentPassword: 'guess' } }), {
    code: 'forbidden',
  })
  assert.equal((await db.records.user.findFirstOrThrow()).email, 'lead@example.com')
  await setSignIn(auth, db, { ...old, wanted: { ...wanted, name: 'Team lead', currentPassword: PASSWORD } })
  assert.equal((await db.records.user.findFirstOrThrow()).name, 'Team lead')
})

test('a new password ends every other session and keeps this one', async () => {
  await canSignIn('lead@example.com', PASSWORD)
  assert.ok((await db.records.session.count()) > 1)
  await setSignIn(auth, db, { ...fresh, wanted: { ...wanted, password: 'another horse battery' } })
  assert.deepEqual(
    (await db.records.session.findMany()).map(({ id }) => id),
    [session.id],
  )
})

test('a short password is refused with the length that is needed', async () => {
  await assert.rejects(
    setSignIn(auth, db, { ...fresh, wanted: { ...wanted, password: 'short' } }),
    /at least 12 characters/,
  )
})

test('the audit log names what changed and never holds a password', async () => {
  const rows = await db.records.auditLog.findMany({
    where: { action: 'user.sign-in-changed' },
    select: { actor: true, detail: true },
  })
  assert.equal(rows.length, 3)
  assert.ok(rows.every((row) => row.actor === 'lead@example.com'))
  assert.equal(JSON.stringify(rows).includes('horse'), false)
})
