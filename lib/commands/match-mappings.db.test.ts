import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#lib/testing/database.ts'
import { loadCatalogs } from './load-catalogs.ts'
import { matchMappings } from './match-mappings.ts'

const { db } = await testDatabase()
const NOW = new Date('2026-03-01T08:00:00Z')
await loadCatalogs(db, NOW)

const addCheck = (engine: string, policy: string, rule = '', category: string | null = null) =>
  db.sql.query(`INSERT INTO policy_check (engine, policy, rule, category, first_at) VALUES ($1, $2, $3, $4, $5)`, [
    engine,
    policy,
    rule,
    category,
    NOW,
  ])
const matches = async (): Promise<string[]> => {
  const { rows } = await db.sql.query<{ pair: string }>(
    `SELECT c.engine || '/' || c.policy || ' ' || m.title AS pair FROM check_mapping cm
     JOIN policy_check c ON c.id = cm.check_id JOIN mapping m ON m.id = cm.mapping_id ORDER BY c.id`,
  )
  return rows.map(({ pair }) => pair)
}
const rowVersions = async () =>
  (await db.sql.query(`SELECT ctid::text, xmin::text FROM check_mapping ORDER BY ctid`)).rows

test('without checks there is nothing to match', async () => {
  assert.deepEqual(await matchMappings(db), { matched: true, added: 0, removed: 0 })
  assert.deepEqual(await matchMappings(db), { matched: false, added: 0, removed: 0 })
})

test('new checks get their mappings, and a check that nothing names gets none', async () => {
  await addCheck('kyverno', 'disallow-privileged-containers', 'privileged-containers')
  await addCheck('checkov', 'kubernetes', 'CKV_K8S_16')
  await addCheck('kyverno', 'our-own-policy', 'a-rule')
  assert.deepEqual(await matchMappings(db), { matched: true, added: 2, removed: 0 })
  assert.deepEqual(await matches(), [
    'kyverno/disallow-privileged-containers Disallow Privileged Containers',
    'checkov/kubernetes Container should not be privileged',
  ])
})

test('nothing new is one query and no write', async () => {
  const before = await rowVersions()
  assert.deepEqual(await matchMappings(db), { matched: false, added: 0, removed: 0 })
  assert.deepEqual(await rowVersions(), before)
})

test('a check that learns its category is matched again, the others stay as they are', async () => {
  await addCheck('kyverno', 'restrict-annotations', 'check-ingress')
  assert.deepEqual(await matchMappings(db), { matched: true, added: 0, removed: 0 })
  const before = await rowVersions()
  await db.sql.query(
    `UPDATE policy_check SET category = 'Security, NGINX Ingress' WHERE policy = 'restrict-annotations'`,
  )
  assert.deepEqual(await matchMappings(db), { matched: true, added: 1, removed: 0 })
  assert.deepEqual((await rowVersions()).slice(0, before.length), before)
})

test('another mapping version is matched again, and what no entry says any more is removed', async () => {
  await db.sql.query(
    `INSERT INTO check_mapping (check_id, mapping_id)
     SELECT c.id, m.id FROM policy_check c, mapping m WHERE c.policy = 'our-own-policy' AND m.title = 'Disallow Privileged Containers'`,
  )
  assert.equal((await matchMappings(db)).matched, false)
  await db.sql.query(`UPDATE mapping SET version = 'another'`)
  assert.deepEqual(await matchMappings(db), { matched: true, added: 0, removed: 1 })
  assert.equal((await matches()).length, 3)
})

test('two processes at once come to the same matches', async () => {
  await addCheck('gatekeeper', 'K8sPSPPrivilegedContainer')
  const results = await Promise.all([matchMappings(db), matchMappings(db)])
  assert.equal(
    results.reduce((sum, { added }) => sum + added, 0),
    1,
  )
  assert.equal((await matches()).length, 4)
})
