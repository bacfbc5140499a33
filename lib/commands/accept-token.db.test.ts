import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newToken } from '#lib/domain/token.ts'
import { ensureSource } from '#lib/ingest/ensure-source.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { person } from '#lib/testing/person.ts'
import { acceptToken } from './accept-token.ts'
import { createToken } from './create-token.ts'
import { revokeToken } from './revoke-token.ts'

const { db } = await testDatabase()
const by = person('lead@example.com')
const now = new Date('2026-10-07T12:00:00Z')
const later = (days: number) => new Date(now.getTime() + days * 86_400_000)
const source = await ensureSource(db.sql, { name: 'shop/api', kind: 'pipeline', now })
const { id, token } = await createToken(db, { wanted: { name: 'ci', kind: 'ingest', sourceId: source.id }, by, now })
const accept = (text: string, at = now) => acceptToken(db, `Bearer ${text}`, { now: at, address: '192.0.2.7' })

test('a token is accepted for its one source, and its use is noted with time and address', async () => {
  const accepted = await accept(token)
  assert.ok(!('refused' in accepted))
  assert.deepEqual([accepted.kind, accepted.sourceId, accepted.role], ['ingest', source.id, null])
  const row = await db.records.token.findUniqueOrThrow({ where: { id } })
  assert.deepEqual([row.lastUsedAt, row.lastUsedFrom], [now, '192.0.2.7'])
})

test('only the holder of a token that was real learns that it expired or was revoked', async () => {
  assert.deepEqual(await accept(token, later(90)), { refused: 'This token expired on 2027-01-05. Make another.' })
  await revokeToken(db, { id, by, now: later(1) })
  assert.deepEqual(await accept(token, later(2)), { refused: 'This token was revoked on 2026-10-08.' })
  assert.deepEqual(await accept(newToken()), { refused: 'This token is not known.' })
  for (const text of ['', 'mnt_short', `${token}x`, "mnt_' OR 1=1 --"]) assert.ok('refused' in (await accept(text)))
})

test('a read token sees what a user of its role and limits would', async () => {
  const wanted = { name: 'grafana', kind: 'read' as const, role: 'member' as const, limits: { teams: [7] } }
  const made = await createToken(db, { wanted, by, now })
  const accepted = await accept(made.token)
  assert.ok(!('refused' in accepted))
  assert.deepEqual([accepted.role, accepted.limits], ['member', { teams: [7] }])
  await assert.rejects(createToken(db, { wanted: { name: 'no role', kind: 'read' }, by, now }), { code: 'invalid' })
  await assert.rejects(createToken(db, { wanted: { ...wanted, limits: {} }, by, now }), { code: 'invalid' })
})
