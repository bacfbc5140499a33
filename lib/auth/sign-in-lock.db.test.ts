import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#lib/testing/database.ts'
import { createAuth } from './create-auth.ts'
import { createSignInLink } from './create-sign-in-link.ts'

const { db } = await testDatabase()
const env = { baseUrl: 'http://localhost:3000', port: 3000, secret: 'a secret of at least thirty-two characters' }
const auth = createAuth(db, env)
const { password: hasher } = await auth.$context
const PASSWORD = 'correct horse battery'
await db.sql.query(`INSERT INTO "user" (id, name, email, role) VALUES ('ada', 'Ada', 'ada@example.com', 'admin')`)
await db.sql.query(
  `INSERT INTO account (id, account_id, provider_id, user_id, password) VALUES ('a', 'ada', 'credential', 'ada', $1)`,
  [await hasher.hash(PASSWORD)],
)

let caller = 0
/** From an address of its own, so that the limit by address does not answer first. */
const signIn = (email: string, password: string, origin = env.baseUrl) =>
  auth.handler(
    new Request(`${env.baseUrl}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin,
        'x-forwarded-for': `192.0.2.${++caller % 250}`,
        cookie: 'x=y',
      },
      body: JSON.stringify({ email, password }),
    }),
  )
const actions = async () =>
  (await db.records.auditLog.findMany({ orderBy: { sequence: 'asc' } })).map(
    ({ action, actor }) => `${action} ${actor}`,
  )

test('a sign-in and a failure stand in the audit log, and no password does', async () => {
  assert.equal((await signIn('Ada@example.com', PASSWORD)).status, 200)
  assert.equal((await signIn('ada@example.com', 'wrong horse')).status, 401)
  assert.deepEqual(await actions(), ['sign-in.succeeded ada@example.com', 'sign-in.failed ada@example.com'])
  assert.ok(!JSON.stringify(await db.sql.query('SELECT * FROM audit_log').then(({ rows }) => rows)).includes('horse'))
})

for (const email of ['ada@example.com', 'nobody@example.com'])
  test(`ten failures lock ${email}, also for the right password, and say until when`, async () => {
    await db.sql.query('DELETE FROM sign_in_failure')
    for (let n = 0; n < 10; n++) assert.equal((await signIn(email, 'wrong horse')).status, 401, `try ${n}`)
    const answer = await signIn(email, PASSWORD)
    assert.equal(answer.status, 429)
    const { code, until } = (await answer.json()) as { code: string; until: string }
    assert.equal(code, 'ADDRESS_LOCKED')
    assert.ok(Date.parse(until) > Date.now() + 14 * 60_000)
    assert.equal((await actions()).at(-1), `sign-in.locked ${email}`)
  })

test('a lock ends by itself, and a success forgets failures', async () => {
  await db.sql.query(`UPDATE sign_in_failure SET locked_until = now() - interval '1 second'`)
  assert.equal((await signIn('ada@example.com', PASSWORD)).status, 200)
  assert.equal(await db.records.signInFailure.count({ where: { email: 'ada@example.com' } }), 0)
})

test('a one-time link signs in while the address is locked', async () => {
  await db.sql.query(
    `INSERT INTO sign_in_failure VALUES ('ada@example.com', 10, now(), now() + interval '15 minutes')
     ON CONFLICT (email) DO UPDATE SET locked_until = excluded.locked_until`,
  )
  assert.equal((await signIn('ada@example.com', PASSWORD)).status, 429)
  const answer = await auth.handler(new Request(await createSignInLink(auth, env.baseUrl)))
  assert.ok(answer.headers.get('set-cookie'))
  assert.equal((await actions()).at(-1), 'sign-in.succeeded ada@example.com')
})

test('a sign-in that another site sends is refused', async () => {
  await db.sql.query('DELETE FROM sign_in_failure')
  assert.equal((await signIn('ada@example.com', PASSWORD, 'https://evil.example')).status, 403)
})
