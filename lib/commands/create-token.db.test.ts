import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { tokenSha256 } from '#lib/domain/token.ts'
import { ensureSource } from '#lib/ingest/ensure-source.ts'
import { listTokens } from '#lib/queries/list-tokens.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { limitedScope } from '#lib/testing/limited-scope.ts'
import { person } from '#lib/testing/person.ts'
import { createToken } from './create-token.ts'
import { revokeToken } from './revoke-token.ts'

const { db } = await testDatabase()
const now = new Date('2026-10-07T12:00:00Z')
const by = person('lead@example.com')
const source = await ensureSource(db.sql, { name: 'payments-api', kind: 'pipeline', now })
const wanted = { name: 'CI of payments', kind: 'ingest', sourceId: source.id } as const

test('a token is stored as its hash alone and expires after 90 days unless told otherwise', async () => {
  const { id, token, expiresAt } = await createToken(db, { wanted, by, now })
  const { rows } = await db.sql.query('SELECT * FROM token WHERE id = $1', [id])
  assert.equal(rows[0].sha256, tokenSha256(token))
  assert.equal(JSON.stringify(rows).includes(token), false)
  assert.equal(expiresAt.toISOString(), '2027-01-05T12:00:00.000Z')
})

test('an ingest token without a source, or for one that is not there, is refused', async () => {
  await assert.rejects(createToken(db, { wanted: { name: 'any', kind: 'ingest' }, by, now }), { code: 'invalid' })
  await assert.rejects(createToken(db, { wanted: { ...wanted, sourceId: 999 }, by, now }), { code: 'not-found' })
})

test('a token works for 366 days at most, and has a name', async () => {
  for (const wrong of [{ days: 367 }, { days: 0 }, { name: ' ' }, { name: 'x'.repeat(101) }])
    await assert.rejects(createToken(db, { wanted: { ...wanted, ...wrong }, by, now }), { code: 'invalid' })
  await createToken(db, { wanted: { ...wanted, name: 'a year', days: 366 }, by, now })
})

test('a read token needs a role, and of a member its teams; an auditor has no token', async () => {
  const read = { name: 'grc', kind: 'read' } as const
  for (const wrong of [{}, { role: 'member' }, { role: 'member', limits: { teams: [] } }, { role: 'auditor' }])
    await assert.rejects(createToken(db, { wanted: { ...read, ...wrong } as typeof read, by, now }), {
      code: 'invalid',
    })
})

test('making and revoking a token is in the audit log, once each, and the log never holds the token', async () => {
  const { id, token } = await createToken(db, { wanted: { ...wanted, name: 'second' }, by, now })
  await revokeToken(db, { id, by, now })
  await revokeToken(db, { id, by, now: new Date('2026-10-08T12:00:00Z') })
  const { rows } = await db.sql.query('SELECT action, actor, detail FROM audit_log WHERE object = $1 ORDER BY action', [
    `token:${id}`,
  ])
  assert.deepEqual(
    rows.map((row) => row.action),
    ['token.created', 'token.revoked'],
  )
  assert.equal(JSON.stringify(rows).includes(token), false)
})

test('a revoked token keeps the time it was first revoked', async () => {
  const token = (await listTokens(db, EVERYTHING, {}, now)).find(({ name }) => name === 'second')
  assert.equal(token?.revokedAt?.toISOString(), now.toISOString())
})

test('tokens that still work come first', async () => {
  await createToken(db, { wanted: { name: 'numbers', kind: 'metrics', days: 1 }, by, now })
  assert.deepEqual((await listTokens(db, EVERYTHING, {}, now)).map(({ name }) => name).at(-1), 'second')
})

test('only who may see everything sees tokens', async () => {
  const other = await ensureSource(db.sql, { name: 'website', kind: 'pipeline', now })
  await createToken(db, { wanted: { ...wanted, name: 'theirs', sourceId: other.id }, by, now })
  assert.ok((await listTokens(db, EVERYTHING, {}, now)).some(({ name }) => name === 'theirs'))
  assert.deepEqual(await listTokens(db, limitedScope({ sources: [other.id] }), {}, now), [])
  assert.deepEqual(await listTokens(db, limitedScope({ sources: [], teams: [] }), {}, now), [])
})
