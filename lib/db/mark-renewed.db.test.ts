import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assignOwnership } from '#lib/commands/assign-ownership.ts'
import { createTeam } from '#lib/commands/create-team.ts'
import { requestBundle } from '#lib/commands/request-bundle.ts'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { refreshRollups } from '#lib/metrics/refresh-rollups.ts'
import { DATA_PARTS, type DataPart, getDataGeneration } from '#lib/queries/get-data-generation.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { loadFrameworks } from '#lib/testing/load-frameworks.ts'
import { person } from '#lib/testing/person.ts'
import { recordResults, testCheck, testSubject } from '#lib/testing/record-results.ts'

const { db } = await testDatabase()
const at = (hour: number) => new Date(Date.UTC(2026, 9, 5, hour))
const by = person('admin@example.com')
const results = [{ check: testCheck('require-labels'), subject: testSubject('app'), outcome: 'fail' as const }]
const record = (hour: number) => recordResults(db, { source: 'eu-1', at: at(hour), results })

const all = async (): Promise<Record<DataPart, string>> => {
  const generations = await Promise.all(DATA_PARTS.map(async (part) => [part, await getDataGeneration(db, [part])]))
  return Object.fromEntries(generations)
}

/** The parts that are another after a change. */
async function changedBy(change: () => Promise<unknown>): Promise<string[]> {
  const before = await all()
  await change()
  const after = await all()
  return DATA_PARTS.filter((part) => before[part] !== after[part])
}

test('each change shows in what is made of it, and nothing shows where nothing changed', async () => {
  await loadFrameworks(db)
  assert.deepEqual(await changedBy(async () => {}), [])
  assert.deepEqual(await changedBy(() => record(6)), ['results'])
  assert.deepEqual(
    await changedBy(() => record(7)),
    ['results'],
    'a scan that finds the same moves the time of its feed',
  )
  assert.deepEqual(await changedBy(() => refreshRollups(db, at(8))), ['results', 'rollups'], 'checks are mapped')
  assert.deepEqual(await changedBy(() => refreshRollups(db, at(9))), ['rollups'])
})

test('whatever somebody does by hand shows everywhere, and what is only read shows in the log alone', async () => {
  const everywhere = [...DATA_PARTS]
  assert.deepEqual(await changedBy(() => createTeam(db, { name: 'Shop', by, now: at(9) })), everywhere)
  const read = { at: at(9), by, action: 'rows.exported', object: 'findings' }
  assert.deepEqual(await changedBy(() => writeAuditRow(db.sql, read)), ['log'])
  const period = { start: at(0), end: new Date(Date.UTC(2026, 9, 6)) }
  assert.deepEqual(await changedBy(() => requestBundle(db, { period, kind: 'on-demand', by, now: at(10) })), everywhere)
  assert.deepEqual(await changedBy(() => db.sql.query(`UPDATE bundle SET progress = 'results'`)), ['bundles'])
})

test('subjects that move to another team show, and those that stay do not', async () => {
  const { rows } = await db.sql.query<{ id: number }>(`SELECT id FROM team WHERE slug = 'shop'`)
  await db.sql.query(`INSERT INTO team_rule (team_id, kind, pattern) VALUES ($1, 'namespace', '*')`, [rows[0]?.id])
  assert.deepEqual(await changedBy(() => assignOwnership(db, at(10))), ['results'])
  assert.deepEqual(await changedBy(() => assignOwnership(db, at(11))), [])
})
