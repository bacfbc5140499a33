import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#lib/testing/database.ts'
import { loadCatalogs } from './load-catalogs.ts'

const { db } = await testDatabase()
const NOW = new Date('2026-03-01T08:00:00Z')

const read = async <T extends object>(text: string): Promise<T[]> => (await db.sql.query<T>(text)).rows
const TABLES = ['framework', 'control', 'mapping', 'mapping_control', 'audit_log'] as const
const writes = async () => {
  const versions: Record<string, unknown[]> = {}
  for (const table of TABLES) versions[table] = await read(`SELECT ctid::text, xmin::text FROM ${table} ORDER BY ctid`)
  return versions
}

test('the first load brings all frameworks, controls and mappings, in order, within three seconds', async () => {
  const start = performance.now()
  assert.deepEqual(await loadCatalogs(db, NOW), { loaded: true })
  assert.ok(performance.now() - start < 3000)
  const counts = await read(
    `SELECT f.id, count(*) AS controls FROM framework f JOIN control c ON c.framework_id = f.id GROUP BY f.id ORDER BY f.position`,
  )
  assert.deepEqual(counts, [
    { id: 'soc2', controls: 61 },
    { id: 'pci-dss-4.0.1', controls: 366 },
    { id: 'hipaa', controls: 69 },
    { id: 'iso-27001-2022', controls: 93 },
    { id: 'nist-800-53-r5', controls: 1196 },
  ])
  const [mappings] = await read(
    `SELECT (SELECT count(*) FROM mapping) AS entries, (SELECT count(*) FROM mapping_control) AS pairs`,
  )
  assert.deepEqual(mappings, { entries: 1312, pairs: 10_794 })
})

test('a second load of the same data writes nothing', async () => {
  const before = await writes()
  assert.deepEqual(await loadCatalogs(db, new Date('2026-03-02T08:00:00Z')), { loaded: false })
  assert.deepEqual(await writes(), before)
})

test('a control carries its section, parent and the rest of its catalogue facts', async () => {
  const [control] = await read(`SELECT * FROM control WHERE framework_id = 'nist-800-53-r5' AND id = 'AC-2(1)'`)
  assert.deepEqual(control, {
    framework_id: 'nist-800-53-r5',
    id: 'AC-2(1)',
    title: 'Automated System Account Management',
    description: 'Use automation to manage accounts.',
    section: 'AC Access Control',
    parent_id: 'AC-2',
    automation: 'partial',
    active: true,
    position: 2,
    facts: { oscal_id: 'ac-2.1', type: 'enhancement', baselines: ['moderate', 'high'], status: 'active' },
  })
})

test('the load is in the audit log, once, with the versions', async () => {
  const log = await read<{ actor: string; at: Date; detail: { mappings: string } }>(
    `SELECT actor, at, detail FROM audit_log`,
  )
  assert.equal(log.length, 1)
  assert.deepEqual([log[0]?.actor, log[0]?.at], ['system', NOW])
  assert.match(log[0]?.detail.mappings ?? '', /^[0-9a-f]{64}$/)
})

test('another version of one file is put right, and only rows that differ are written', async () => {
  await db.sql.query(`UPDATE framework SET sha256 = 'older' WHERE id = 'soc2'`)
  await db.sql.query(`UPDATE control SET title = 'Old words' WHERE framework_id = 'soc2' AND id = 'CC6.1'`)
  await db.sql.query(
    `INSERT INTO control (framework_id, id, title, section, automation, position) VALUES ('soc2', 'CC0.0', 'Gone', 'x', 'manual', 99)`,
  )
  const before = await writes()
  assert.deepEqual(await loadCatalogs(db, new Date('2026-03-03T08:00:00Z')), { loaded: true })
  const after = await writes()
  assert.deepEqual(await read(`SELECT count(*) AS n FROM control WHERE framework_id = 'soc2'`), [{ n: 61 }])
  assert.deepEqual(await read(`SELECT 1 FROM control WHERE title = 'Old words'`), [])
  const kept = new Set(before.control?.map((row) => JSON.stringify(row)))
  assert.equal(after.control?.filter((row) => !kept.has(JSON.stringify(row))).length, 1)
  assert.deepEqual(after.mapping_control, before.mapping_control)
})

test('two processes at once load once', async () => {
  await db.sql.query('DELETE FROM framework')
  const results = await Promise.all([loadCatalogs(db, NOW), loadCatalogs(db, new Date('2026-03-04T08:00:00Z'))])
  assert.deepEqual(results.map(({ loaded }) => loaded).sort(), [false, true])
})
