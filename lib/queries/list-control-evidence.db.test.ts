import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { before, test } from 'node:test'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { refreshRollups } from '#lib/metrics/refresh-rollups.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { loadFrameworks } from '#lib/testing/load-frameworks.ts'
import { recordResults, testCheck, testSubject } from '#lib/testing/record-results.ts'
import { listControlEvidence } from './list-control-evidence.ts'

const { db } = await testDatabase()
const at = (day: number, hour: number) => new Date(Date.UTC(2026, 9, day, hour))
const privileged = {
  check: testCheck('disallow-privileged-containers'),
  subject: testSubject('app'),
  outcome: 'fail' as const,
}
const unmapped = { check: testCheck('our-own-habit'), subject: testSubject('app'), outcome: 'fail' as const }
const asked = { framework: 'pci-dss-4.0.1', control: '2.2.1', environment: 'production', limit: 10 }
const on = (day: string, more: { limit?: number; after?: string | undefined } = {}) =>
  listControlEvidence(db, EVERYTHING, { ...asked, day, ...more })

before(async () => {
  await loadFrameworks(db)
  const scan = (source: string, when: Date, text: string, more: object = {}) =>
    recordResults(db, {
      source,
      at: when,
      results: [privileged],
      body: Buffer.from(text),
      file: 'reports.json',
      ...more,
    })
  await scan('eu-1', at(5, 6), 'morning')
  await scan('eu-1', at(5, 18), 'evening')
  await scan('eu-1', at(5, 20), 'a part', { complete: false, reason: 'the connection broke' })
  await scan('eu-1', at(7, 6), 'later')
  await scan('staging', at(5, 6), 'elsewhere', { environment: 'staging' })
  await recordResults(db, { source: 'eu-2', at: at(5, 6), results: [unmapped] })
  await refreshRollups(db, at(7, 8))
  await db.sql.query(
    `INSERT INTO bundle (id, sequence, kind, period_start, period_end, state, manifest_sha256, requested_by, requested_at)
     VALUES (gen_random_uuid(), 1, 'monthly', '2026-10-01Z', '2026-11-01Z', 'complete', 'abc', 'cli', '2026-11-01Z'),
            (gen_random_uuid(), 2, 'monthly', '2026-09-01Z', '2026-10-01Z', 'complete', 'def', 'cli', '2026-11-01Z'),
            (gen_random_uuid(), 3, 'on-demand', '2026-10-01Z', '2026-11-01Z', 'running', NULL, 'cli', '2026-11-01Z')`,
  )
})

test('what speaks on a day is the last complete scan of it, and what was read in part since', async () => {
  const { rows } = await on('2026-10-05')
  const told = rows.map(({ source, observedAt, complete }) => [source, observedAt.getUTCHours(), complete])
  assert.deepEqual(
    told.toSorted((a, b) => Number(a[1]) - Number(b[1])),
    [
      ['eu-1', 18, true],
      ['eu-1', 20, false],
    ],
  )
  const evening = rows.find(({ complete }) => complete)
  assert.deepEqual(
    [evening?.sha256, evening?.isKept, evening?.file, evening?.expiresAt.toISOString()],
    [hash('sha256', 'evening', 'hex'), true, 'reports.json', '2026-10-06T18:00:00.000Z'],
  )
  assert.deepEqual(
    evening?.bundles.map(({ sequence, manifestSha256 }) => [sequence, manifestSha256]),
    [[1, 'abc']],
  )
})

test('a scan speaks until the next one, and never before it was made', async () => {
  const hours = async (day: string) =>
    (await on(day)).rows.map(({ observedAt }) => observedAt.toISOString().slice(8, 13)).sort()
  assert.deepEqual(await hours('2026-10-04'), [])
  assert.deepEqual(await hours('2026-10-06'), ['05T18', '05T20'])
  assert.deepEqual(await hours('2026-10-07'), ['07T06'])
})

test('pages are the whole list', async () => {
  const first = await on('2026-10-05', { limit: 1 })
  const second = await on('2026-10-05', { limit: 1, after: first.next })
  const whole = (await on('2026-10-05')).rows.map(({ scanId }) => scanId)
  assert.deepEqual(
    [...first.rows, ...second.rows].map(({ scanId }) => scanId),
    whole,
  )
  assert.equal(second.next, undefined)
})
