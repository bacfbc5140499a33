import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#lib/testing/database.ts'
import { checkOf, parsedOf, resultOf, workload } from '#lib/testing/parsed.ts'
import { testSource } from '#lib/testing/scan.ts'
import { refreshRollups } from './refresh-rollups.ts'

const { db } = await testDatabase()
const privileged = checkOf('disallow-privileged')
const labels = checkOf('require-labels')
const web = workload('web')
const api = workload('api')
const at = (day: number, hour = 12) => new Date(Date.UTC(2026, 9, day, hour))

const rows = async (table: string) =>
  (await db.sql.query(`SELECT * FROM ${table} ORDER BY ${table === 'roll_org_day' ? 'day' : 'source_id, day'}`)).rows

const { id, scan } = await testSource(db, 'prod')
await scan(
  at(5),
  parsedOf([
    resultOf(web, privileged, 'fail'),
    resultOf(api, privileged, 'pass'),
    resultOf(web, labels, { outcome: 'fail', severity: 'low' }),
  ]),
)
await refreshRollups(db, at(5, 23))
await scan(
  at(6),
  parsedOf([
    resultOf(web, privileged, 'pass'),
    resultOf(api, privileged, 'fail'),
    resultOf(web, labels, { outcome: 'fail', severity: 'low' }),
  ]),
)
await refreshRollups(db, at(6, 23))
await refreshRollups(db, at(8, 9))

test('open at the end of a day is what was open, opened and closed are what moved', async () => {
  const org = (await rows('roll_org_day')).map(({ day, open, opened, baseline, fixed, closed }) => ({
    day,
    open,
    opened,
    baseline,
    fixed,
    closed,
  }))
  assert.deepEqual(org, [
    { day: '2026-10-05', open: [0, 1, 0, 1, 0, 0], opened: 0, baseline: 2, fixed: 0, closed: 0 },
    { day: '2026-10-06', open: [0, 1, 0, 1, 0, 0], opened: 1, baseline: 0, fixed: 1, closed: 1 },
    { day: '2026-10-07', open: [0, 1, 0, 1, 0, 0], opened: 0, baseline: 0, fixed: 0, closed: 0 },
    { day: '2026-10-08', open: [0, 1, 0, 1, 0, 0], opened: 0, baseline: 0, fixed: 0, closed: 0 },
  ])
})

test('a day without a scan has open findings and no passes: nobody looked', async () => {
  const quiet = (await rows('roll_team_day')).find(({ day }) => day === '2026-10-07')
  assert.deepEqual([quiet?.open, quiet?.pass, quiet?.subjects], [[0, 1, 0, 1, 0, 0], null, null])
  assert.deepEqual(
    (await rows('roll_check_day')).filter(({ day }) => day === '2026-10-07'),
    [],
  )
})

test('recomputing gives the same rows, byte for byte', async () => {
  const all = async () =>
    JSON.stringify([
      await rows('roll_org_day'),
      await rows('roll_team_day'),
      await rows('roll_check_day'),
      (await db.sql.query('SELECT * FROM fix_life ORDER BY 1,2,3,4,5,6,7')).rows,
    ])
  const before = await all()
  for (const day of ['2026-10-05', '2026-10-06', '2026-10-07'])
    await db.sql.query('INSERT INTO dirty_day VALUES ($1, $2)', [id, day])
  await refreshRollups(db, at(8, 9))
  assert.equal(await all(), before)
})

test('passes of an earlier day stay as they were taken when that day is recomputed', async () => {
  const day5 = (await rows('roll_check_day'))
    .filter(({ day }) => day === '2026-10-05')
    .map(({ pass, fail }) => [pass, fail])
  assert.deepEqual(day5.sort(), [
    [0, 1],
    [1, 1],
  ])
})

test('observed and expected violations are equal over the fleet', async () => {
  const { rows: sums } = await db.sql.query<{ o: number; e: number }>(
    `SELECT sum(observed) AS o, sum(expected) AS e FROM roll_team_day WHERE day = '2026-10-06'`,
  )
  assert.ok(Math.abs(Number(sums[0]?.o) - Number(sums[0]?.e)) < 1e-6)
  assert.equal(Number(sums[0]?.o), 1)
})

test('exposure is the time findings were open in the day', async () => {
  const [first, second] = await rows('roll_org_day')
  assert.equal(Number(first?.exposure_s), 2 * 12 * 3_600)
  assert.equal(Number(second?.exposure_s), (12 + 12 + 24) * 3_600)
})

test('what arrives late renews its own day and every day after it', async () => {
  const late = await testSource(db, 'late')
  await late.scan(at(6), parsedOf([resultOf(workload('old'), privileged, { outcome: 'fail', severity: 'critical' })]))
  await refreshRollups(db, at(8, 10))
  assert.deepEqual(
    (await rows('roll_org_day')).map(({ open }) => open[0]),
    [0, 1, 1, 1],
  )
})
