import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { CheckFilter } from '#lib/domain/check-filter.ts'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { refreshRollups } from '#lib/metrics/refresh-rollups.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { loadFrameworks } from '#lib/testing/load-frameworks.ts'
import { recordModes } from '#lib/testing/record-modes.ts'
import { recordResults, testCheck, testSubject } from '#lib/testing/record-results.ts'
import { listCheckModes } from './list-check-modes.ts'
import { listChecks } from './list-checks.ts'

const { db } = await testDatabase()
const at = (hour: number) => new Date(Date.UTC(2026, 9, 5, hour))
const now = at(12)
const ask = (given: object = {}) => listChecks(db, EVERYTHING, CheckFilter.parse(given), now)
const namesOf = async (given: object = {}) => (await ask(given)).rows.map(({ policy }) => policy)

before(async () => {
  await loadFrameworks(db)
  const [labels, images] = [testCheck('require-labels', 'low'), testCheck('disallow-latest-tag', 'high')]
  for (const [source, bad] of [
    ['eu-1', 2],
    ['eu-2', 1],
  ] as const)
    await recordResults(db, {
      source,
      at: at(6),
      results: Array.from({ length: 3 }, (_, i) => ({
        check: images,
        subject: testSubject(`app-${i}`),
        outcome: i < bad ? ('fail' as const) : ('pass' as const),
      })).concat([{ check: labels, subject: testSubject('app-0'), outcome: 'pass' as const }]),
    })
  await recordModes(db, {
    sourceId: 1,
    at: at(7),
    modes: { 'disallow-latest-tag': 'enforce', 'never-matched': 'audit' },
  })
  await recordModes(db, { sourceId: 2, at: at(7), modes: { 'disallow-latest-tag': 'audit' } })
  await refreshRollups(db, at(8))
})

test('a check has its open findings, what passes of what was judged, where it runs and what it does there', async () => {
  const [row] = (await ask()).rows
  assert.deepEqual(
    [row?.policy, row?.open, row?.pass, row?.judged, row?.sources],
    ['disallow-latest-tag', 3, 3, 6, ['eu-1', 'eu-2']],
  )
  assert.deepEqual(row?.modes, [
    { mode: 'enforce', sources: 1 },
    { mode: 'audit', sources: 1 },
  ])
  assert((row?.controls ?? 0) > 0)
})

test('a policy that judged nothing yet is there, without any pass', async () => {
  const row = (await ask({ q: 'never' })).rows[0]
  assert.deepEqual([row?.policy, row?.pass, row?.open, row?.sources], ['never-matched', null, 0, ['eu-1']])
})

test('filters narrow the list by engine, severity, source, mode and controls', async () => {
  assert.deepEqual(await namesOf({ mode: 'enforce' }), ['disallow-latest-tag'])
  assert.deepEqual(await namesOf({ mode: 'unknown' }), ['require-labels'])
  assert.deepEqual(await namesOf({ source: 'eu-2', sort: 'name' }), ['disallow-latest-tag', 'require-labels'])
  assert.deepEqual(await namesOf({ engine: 'gatekeeper' }), [])
  assert.deepEqual(await namesOf({ mapped: 'no' }), ['never-matched'])
})

test('every order pages through every check once, forth and back', async () => {
  for (const sort of ['open', 'severity', 'newest', 'name']) {
    const all = await namesOf({ sort })
    const first = await ask({ sort, limit: 1 })
    const second = await ask({ sort, limit: 1, after: first.next })
    const third = await ask({ sort, limit: 1, after: second.next })
    assert.deepEqual(
      [first, second, third].flatMap(({ rows }) => rows.map(({ policy }) => policy)),
      all,
    )
    assert.equal(third.next, undefined)
    assert.equal((await ask({ sort, limit: 1, before: second.previous })).rows[0]?.policy, all[0])
    assert.equal(first.total, 3)
  }
})

test('what a policy did before is kept with its times', async () => {
  await recordModes(db, { sourceId: 2, at: at(10), modes: { 'disallow-latest-tag': 'enforce' } })
  const id = (await ask({ q: 'latest' })).rows[0]?.id ?? 0
  const modes = await listCheckModes(db, EVERYTHING, id)
  assert.deepEqual(
    modes.filter(({ source }) => source === 'eu-2').map(({ mode, to }) => [mode, to?.getUTCHours()]),
    [
      ['enforce', undefined],
      ['audit', 10],
    ],
  )
})
