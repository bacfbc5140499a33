import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { limitedScope } from '#lib/testing/limited-scope.ts'
import { recordResults, testCheck, testSubject } from '#lib/testing/record-results.ts'
import { listUnsureFeeds } from './list-unsure-feeds.ts'

const { db } = await testDatabase()
const at = (hour: number) => new Date(Date.UTC(2026, 8, 1, hour))
const results = [{ check: testCheck('a'), subject: testSubject('web'), outcome: 'fail' }] as const

await recordResults(db, { source: 'whole', at: at(9), results: [...results] })
await recordResults(db, { source: 'partial', at: at(8), results: [...results] })
await recordResults(db, {
  source: 'partial',
  at: at(9),
  results: [...results],
  complete: false,
  reason: 'forbidden: pods',
})
await recordResults(db, { source: 'late', at: at(5), results: [...results] })
await recordResults(db, {
  source: 'never',
  environment: 'staging',
  at: at(9),
  results: [...results],
  complete: false,
  reason: 'cut',
})

const list = async (given = {}, scope: Parameters<typeof listUnsureFeeds>[1] = EVERYTHING) =>
  (await listUnsureFeeds(db, scope, given, at(10))).map(({ source, freshness, partial }) => [
    source,
    freshness,
    partial,
  ])

test('what is late, partial or was never whole is named with its reason, and what is whole is not', async () => {
  assert.deepEqual(await list(), [
    ['never', 'never', 'cut'],
    ['late', 'late', null],
    ['partial', 'fresh', 'forbidden: pods'],
  ])
})

test('only what the screen shows is named', async () => {
  assert.deepEqual(await list({ source: 'late' }), [['late', 'late', null]])
  assert.deepEqual(await list({ environment: 'staging' }), [['never', 'never', 'cut']])
  assert.deepEqual(await list({}, limitedScope({ sources: [] })), [])
})
