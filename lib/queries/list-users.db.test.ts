import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { limitedScope } from '#lib/testing/limited-scope.ts'
import { getUser } from './get-user.ts'
import { listUsers } from './list-users.ts'

const { db } = await testDatabase()
await db.sql.query(`INSERT INTO team (id, slug, name, created_at) VALUES (1, 'payments', 'Payments', now())`)
await db.sql.query(
  `INSERT INTO "user" (id, name, email, role) VALUES
     ('a', 'Ana_B', 'ana@example.com', 'member'), ('b', 'Bo', 'bo@example.com', 'admin'), ('c', 'cy', 'cy@else.example', 'officer')`,
)
await db.sql.query(`INSERT INTO user_team (user_id, team_id) VALUES ('a', 1)`)
await db.sql.query(
  `INSERT INTO identity_provider (id, name, issuer, client_id, created_at) VALUES ('okta', 'Company login', 'https://id.example', 'x', now())`,
)
await db.sql.query(
  `INSERT INTO account (id, account_id, provider_id, user_id, password) VALUES
     ('1', 'a', 'credential', 'a', 'a hash'), ('2', 'b', 'oidc:okta', 'b', NULL), ('3', 'b', 'credential', 'b', 'a hash')`,
)
await db.sql.query(
  `INSERT INTO session (id, token, user_id, created_at, expires_at) VALUES
     ('1', 'secret-1', 'a', '2026-10-01', '2026-11-01'), ('2', 'secret-2', 'a', '2026-10-03', '2026-11-01')`,
)

test('a user is listed with teams, ways to sign in and the newest sign-in', async () => {
  const users = await listUsers(db, EVERYTHING, {})
  assert.deepEqual(
    users.map(({ name, teams, signsInWith, lastSignInAt }) => [
      name,
      teams.map(({ slug }) => slug),
      signsInWith,
      lastSignInAt?.toISOString().slice(0, 10),
    ]),
    [
      ['Ana_B', ['payments'], ['password'], '2026-10-03'],
      ['Bo', [], ['Company login', 'password'], undefined],
      ['cy', [], [], undefined],
    ],
  )
})

test('text narrows by name and address, taken literally, and so does the role', async () => {
  const ids = async (filter: object) => (await listUsers(db, EVERYTHING, filter)).map(({ id }) => id)
  assert.deepEqual(await ids({ q: 'EXAMPLE.COM' }), ['a', 'b'])
  assert.deepEqual(await ids({ q: '_' }), ['a'])
  assert.deepEqual(await ids({ q: 'o', role: 'admin' }), ['b'])
})

test('only who sees everything sees any user, and nobody sees a secret', async () => {
  for (const scope of [limitedScope({ sources: [1] }), limitedScope({ teams: [1] })]) {
    assert.deepEqual(await listUsers(db, scope, {}), [])
    assert.equal(await getUser(db, scope, 'a'), undefined)
  }
  assert.doesNotMatch(JSON.stringify(await getUser(db, EVERYTHING, 'a')), /secret|hash/)
})
