import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#lib/testing/database.ts'
import { createAuth } from './create-auth.ts'
import { createSignInLink } from './create-sign-in-link.ts'
import { PLACEHOLDER_EMAIL } from './placeholder-email.ts'
import { withdrawSignInLinks } from './withdraw-sign-in-links.ts'

const { db } = await testDatabase()
const env = { baseUrl: 'http://localhost:3000', port: 3000, secret: 'a secret of at least thirty-two characters' }
const auth = createAuth(db, env)
let caller = 0
/** One caller an address, so that the rate limit of one test does not reach another. */
const ask = (url: string, init: RequestInit = {}) =>
  auth.handler(
    new Request(url, {
      ...init,
      headers: { ...init.headers, 'x-forwarded-for': `192.0.2.${++caller}` },
      redirect: 'manual',
    }),
  )
const post = (path: string, body: object) =>
  ask(`${env.baseUrl}/api/auth${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', origin: env.baseUrl },
  })

test('the link of a first start makes the administrator, signs in, and works exactly once', async () => {
  const link = await createSignInLink(auth, env.baseUrl)
  assert.equal(await db.records.user.count(), 0)

  const first = await ask(link)
  assert.equal(first.status, 302)
  assert.equal(new URL(first.headers.get('location') ?? '').pathname, '/account')
  assert.match(first.headers.get('set-cookie') ?? '', /muniment\.session_token=[^;]+;.*HttpOnly/i)
  const user = await db.records.user.findFirstOrThrow()
  assert.deepEqual([user.email, user.role], [PLACEHOLDER_EMAIL, 'admin'])

  const second = await ask(link)
  assert.equal(second.status, 302)
  assert.equal(second.headers.get('location'), `${env.baseUrl}/sign-in?error=INVALID_TOKEN`)
  assert.equal(second.headers.get('set-cookie'), null)
})

test('of two requests with one link at the same moment, one signs in', async () => {
  const link = await createSignInLink(auth, env.baseUrl)
  const answers = await Promise.all([ask(link), ask(link), ask(link)])
  assert.equal(answers.filter((answer) => answer.headers.has('set-cookie')).length, 1)
})

test('a link signs in the same administrator under a changed address', async () => {
  await db.records.user.updateMany({ data: { email: 'lead@example.com' } })
  const answer = await ask(await createSignInLink(auth, env.baseUrl))
  assert.equal(answer.headers.get('location'), `${env.baseUrl}/`)
  assert.equal(await db.records.user.count(), 1)
})

test('a link for an address no longer in use makes no second user', async () => {
  const link = await createSignInLink(auth, env.baseUrl)
  await db.records.user.updateMany({ data: { email: 'other@example.com' } })
  const answer = await ask(link)
  assert.equal(answer.headers.get('set-cookie'), null)
  assert.equal(await db.records.user.count(), 1)
})

test('a link that is a day old signs nobody in', async () => {
  const link = await createSignInLink(auth, env.baseUrl)
  await db.records.verification.updateMany({ data: { expiresAt: new Date(Date.now() - 1_000) } })
  assert.equal((await ask(link)).headers.get('set-cookie'), null)
})

test('the token of a link is not readable in the database', async () => {
  const token = new URL(await createSignInLink(auth, env.baseUrl)).searchParams.get('token') ?? ''
  const rows = await db.records.verification.findMany()
  assert.ok(token.length >= 32)
  assert.ok(rows.every((row) => row.identifier !== token && !row.value.includes(token)))
})

test('nobody can ask for a link, sign up, or reset a password over HTTP', async () => {
  const email = 'stranger@example.com'
  const password = 'correct horse battery staple'
  const asked = [
    await post('/sign-in/magic-link', { email }),
    await post('/sign-up/email', { email, password, name: 'Stranger' }),
    await post('/request-password-reset', { email }),
  ]
  assert.deepEqual(
    asked.map(({ status }) => status),
    [404, 404, 404],
  )
  assert.equal(await db.records.user.count({ where: { email } }), 0)
})

test('a link may not send the browser to another site', async () => {
  const link = new URL(await createSignInLink(auth, env.baseUrl))
  link.searchParams.set('callbackURL', 'https://evil.example')
  assert.equal((await ask(link.href)).status, 403)
})

test('cookies are secure when the address is', async () => {
  const secure = createAuth(db, { ...env, baseUrl: 'https://muniment.example' })
  const link = await createSignInLink(secure, 'https://muniment.example')
  const answer = await secure.handler(new Request(link, { headers: { 'x-forwarded-for': '192.0.2.99' } }))
  assert.match(answer.headers.get('set-cookie') ?? '', /__Secure-muniment\.session_token=.*Secure/)
})

test('the link of a user signs in that user alone, and is worthless once withdrawn', async () => {
  await db.records.user.create({ data: { id: 'ana', name: 'Ana', email: 'ana@example.com', role: 'member' } })
  const make = () => createSignInLink(auth, env.baseUrl, { email: 'ana@example.com', page: '/account' })
  const answer = await ask(await make())
  assert.equal(answer.headers.get('location'), `${env.baseUrl}/account`)
  assert.equal((await db.records.session.findFirst({ orderBy: { createdAt: 'desc' } }))?.userId, 'ana')

  const [link, other] = [await make(), await createSignInLink(auth, env.baseUrl)]
  await withdrawSignInLinks(db.sql, 'ana@example.com')
  assert.equal((await ask(link)).headers.get('set-cookie'), null)
  assert.ok((await ask(other)).headers.get('set-cookie'))
})

test('nobody is signed in who is disabled, not even with the right password or link', async () => {
  const { password } = await auth.$context
  await db.records.account.create({
    data: {
      id: 'ana',
      accountId: 'ana',
      userId: 'ana',
      providerId: 'credential',
      password: await password.hash('correct horse battery'),
    },
  })
  const signIn = () => post('/sign-in/email', { email: 'ana@example.com', password: 'correct horse battery' })
  assert.equal((await signIn()).status, 200)
  const link = await createSignInLink(auth, env.baseUrl, { email: 'ana@example.com', page: '/' })
  await db.records.user.update({ where: { id: 'ana' }, data: { disabledAt: new Date() } })
  const refused = await signIn()
  assert.deepEqual([refused.status, refused.headers.get('set-cookie')], [401, null])
  assert.equal((await ask(link)).headers.get('set-cookie'), null)
})

test('the administrator of a link is one who can sign in', async () => {
  const first = await db.records.user.findFirstOrThrow({ where: { role: 'admin' } })
  await db.records.user.create({ data: { id: 'bo', name: 'Bo', email: 'bo@example.com', role: 'admin' } })
  await db.records.user.update({ where: { id: first.id }, data: { disabledAt: new Date() } })
  const before = await db.records.session.count({ where: { userId: 'bo' } })
  await ask(await createSignInLink(auth, env.baseUrl))
  assert.equal(await db.records.session.count({ where: { userId: 'bo' } }), before + 1)
})
