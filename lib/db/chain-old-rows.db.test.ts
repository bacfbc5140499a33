import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { checkAuditChain } from '#lib/queries/check-audit-chain.ts'
import { administer } from './administer.ts'
import { connect } from './connect.ts'
import { prepareDatabase } from './prepare-database.ts'
import { readMigrations, withSchemaEngine } from './schema-engine.ts'

const adminUrl = process.env.TEST_DATABASE_URL ?? ''
const name = `test_${randomBytes(6).toString('hex')}`
await administer(adminUrl, `CREATE DATABASE ${name}`)
const url = new URL(adminUrl)
url.pathname = `/${name}`
const db = connect(url.href, { max: 2 })
after(async () => {
  await db.close()
  await administer(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`)
})

test('rows that were in the audit log before it was a chain are chained in the order of their times', async () => {
  const all = await readMigrations()
  const migrationDirectories = all.migrationDirectories.filter(({ path }) => path < '0003')
  const filters = { externalTables: [], externalEnums: [] }
  await withSchemaEngine(url.href, (engine) =>
    engine.applyMigrations({ migrationsList: { ...all, migrationDirectories }, filters }),
  )
  await db.sql.query(
    `INSERT INTO audit_log (id, at, actor, action, object, detail, address)
     SELECT gen_random_uuid(), timestamptz '2026-10-01' + (7 * n % 50) * interval '1 second', 'lead@example.com', 'thing.changed',
       'thing:' || n, jsonb_build_object('n', n, 'text', U&'\\00FC "\\2028"'), CASE WHEN n % 2 = 0 THEN '192.0.2.7' END
     FROM generate_series(1, 50) n`,
  )
  const at = new Date('2026-11-01T00:00:00Z')
  const applied = await prepareDatabase(url.href, at)
  const { rows } = await db.sql.query<{ sequence: number }>(
    `SELECT sequence FROM audit_log WHERE action = 'thing.changed' ORDER BY at`,
  )
  assert.deepEqual(
    rows.map(({ sequence }) => sequence),
    Array.from({ length: 50 }, (_, n) => n + 1),
  )
  const chain = await checkAuditChain(db)
  assert.equal(chain.ok, true)

  assert.ok(applied.includes('0003_access'))
  const migrated = await db.records.auditLog.findFirst({ where: { action: 'database.migrated' } })
  assert.deepEqual([migrated?.sequence, migrated?.actor, migrated?.detail], [51n, 'system', { applied }])
})
