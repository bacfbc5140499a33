import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVERYTHING, NOTHING } from '#lib/domain/scope.ts'
import { refreshRollups } from '#lib/metrics/refresh-rollups.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { loadFrameworks } from '#lib/testing/load-frameworks.ts'
import { recordResults, testCheck, testSubject } from '#lib/testing/record-results.ts'
import { getControl } from './get-control.ts'
import { getStateDay } from './get-state-day.ts'
import { listControlChecks } from './list-control-checks.ts'
import { listControlExceptions } from './list-control-exceptions.ts'
import { listControlHistory } from './list-control-history.ts'
import { listControlStates } from './list-control-states.ts'
import { listEnvironments } from './list-environments.ts'
import { listFrameworks } from './list-frameworks.ts'
import { listIdleMappings } from './list-idle-mappings.ts'

const { db } = await testDatabase()
const at = (day: number, hour = 6) => new Date(Date.UTC(2026, 8, day, hour))
await loadFrameworks(db)

const privileged = testCheck('disallow-privileged-containers')
const on = (name: string, outcome: 'pass' | 'fail' | 'skip', exceptions: string[] = []) =>
  ({ check: privileged, subject: testSubject(name), outcome, exceptions }) as const
await recordResults(db, { source: 'prod', at: at(1), results: [on('web', 'pass'), on('api', 'pass')] })
await recordResults(db, { source: 'stage', environment: 'staging', at: at(1), results: [on('web', 'fail')] })
await refreshRollups(db, at(1, 8))
await recordResults(db, { source: 'prod', at: at(3), results: [on('web', 'fail'), on('api', 'skip', ['late'])] })
await refreshRollups(db, at(3, 8))

const states = async (environment: string, day: string | undefined, scope = EVERYTHING) =>
  new Map((await listControlStates(db, scope, { framework: 'soc2', environment, day })).map((row) => [row.id, row]))

test('environments stand production first, and only those of the scope', async () => {
  assert.deepEqual(
    (await listEnvironments(db, EVERYTHING)).map(({ environment }) => environment),
    ['production', 'staging'],
  )
  assert.deepEqual(await listEnvironments(db, NOTHING), [])
})

test('a day without states falls back to the last one that has them, never to a later one', async () => {
  const day = async (asOf: string) => (await getStateDay(db, EVERYTHING, { environment: 'production', asOf }))?.day
  assert.equal(await day('2026-09-02'), '2026-09-01')
  assert.equal(await day('2026-09-09'), '2026-09-03')
  assert.equal(await day('2026-08-31'), undefined)
  assert.equal(await getStateDay(db, NOTHING, { environment: 'production', asOf: '2026-09-09' }), undefined)
})

test('a control is told as it was on the day asked for, and never across environments', async () => {
  assert.equal((await states('production', '2026-09-01')).get('CC6.8')?.state, 'pass')
  assert.equal((await states('production', '2026-09-03')).get('CC6.8')?.state, 'fail')
  assert.equal((await states('staging', '2026-09-01')).get('CC6.8')?.state, 'fail')
})

test('what nobody derived is not assessed: no mapping, or no data where a mapping entry names it', async () => {
  const now = await states('production', '2026-09-03')
  assert.deepEqual([now.get('CC1.1')?.state, now.get('CC1.1')?.reason], ['not_assessed', 'no_mapping'])
  const never = await states('production', undefined)
  assert.deepEqual([never.get('CC6.8')?.state, never.get('CC6.8')?.reason], ['not_assessed', 'no_data'])
  const hidden = await states('production', '2026-09-03', { ...NOTHING, frameworks: 'all' })
  assert.equal(hidden.get('CC6.8')?.state, 'not_assessed')
  assert.equal((await states('production', '2026-09-03', NOTHING)).size, 0)
})

test('coverage and conformance count every active control that is no heading', async () => {
  const frameworks = await listFrameworks(db, EVERYTHING, { environment: 'production', day: '2026-09-03' })
  assert.deepEqual(
    frameworks.map(({ id }) => id),
    ['soc2', 'pci-dss-4.0.1', 'hipaa', 'iso-27001-2022', 'nist-800-53-r5'],
  )
  const [soc2, pci, , , nist] = frameworks
  assert.equal(soc2?.coverage.denominator, 61)
  assert.equal(pci?.coverage.denominator, 280)
  assert.equal(nist?.coverage.denominator, 1014)
  const all = [...(await states('production', '2026-09-03')).values()]
  assert.equal(soc2?.coverage.numerator, all.filter(({ state }) => state !== 'not_assessed').length)
  assert.equal(soc2?.conformance.numerator, all.filter(({ state }) => state === 'pass').length)
  const never = await listFrameworks(db, EVERYTHING, { environment: 'production', day: undefined })
  assert.deepEqual(never[0]?.coverage, { numerator: 0, denominator: 61 })
})

test('a control is shown with the parts its state was made of, and its checks with why they are mapped', async () => {
  const asked = { framework: 'soc2', control: 'CC6.8' }
  const control = await getControl(db, EVERYTHING, { ...asked, environment: 'production', day: '2026-09-03' })
  assert.deepEqual(
    [control?.state, control?.parts.length, control?.parts[0]?.fail, control?.parts[0]?.excepted],
    ['fail', 1, 1, 1],
  )
  const checks = await listControlChecks(db, EVERYTHING, asked)
  assert.equal(checks.length, 1)
  assert.equal(checks[0]?.mappings[0]?.basis, 'exact')
  assert.deepEqual(await listControlChecks(db, NOTHING, asked), [])
  assert.ok(
    (await listIdleMappings(db, EVERYTHING, asked)).some(({ engine, count }) => engine === 'checkov' && count > 0),
  )
  assert.equal(
    await getControl(db, EVERYTHING, { ...asked, control: 'nope', environment: 'production', day: undefined }),
    undefined,
  )
})

test('the history has every day, also those without a state', async () => {
  const days = await listControlHistory(db, EVERYTHING, {
    framework: 'soc2',
    control: 'CC6.8',
    environment: 'production',
    until: '2026-09-03',
    days: 4,
  })
  assert.deepEqual(
    days.map(({ day, state, failing }) => [day, state, failing]),
    [
      ['2026-08-31', null, 0],
      ['2026-09-01', 'pass', 0],
      ['2026-09-02', null, 0],
      ['2026-09-03', 'fail', 1],
    ],
  )
})

test('exceptions that cover a control are named, whether or not a source states them', async () => {
  const asked = { framework: 'soc2', control: 'CC6.8', environment: 'production' }
  assert.deepEqual(await listControlExceptions(db, EVERYTHING, asked), [
    { source: 'prod', name: 'late', covered: 1, expiresAt: null, isRegistered: false },
  ])
  assert.deepEqual(await listControlExceptions(db, EVERYTHING, { ...asked, environment: 'staging' }), [])
  assert.deepEqual(await listControlExceptions(db, NOTHING, asked), [])
})
