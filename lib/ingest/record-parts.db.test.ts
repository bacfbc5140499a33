import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeReasonOf } from '#lib/domain/closing.ts'
import type { Subject } from '#lib/domain/result.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { checkOf, parsedOf, resultOf } from '#lib/testing/parsed.ts'
import { minute, testSource } from '#lib/testing/scan.ts'
import { finishReading } from './finish-reading.ts'
import { openReading } from './open-reading.ts'
import type { Reading, Scan } from './scan.ts'
import { seeFeed } from './see-feed.ts'

const { db } = await testDatabase()
const privileged = checkOf('disallow-privileged')
const labels = checkOf('require-labels')
const at = (namespace: string, name: string): Subject => ({ group: 'apps', kind: 'Deployment', namespace, name })
const web = at('shop', 'web')
const api = at('shop', 'api')
const db1 = at('data', 'db')
const feed = { kind: 'policy-report', scope: '' } as const
const within = (...namespaces: string[]): Partial<Scan> => ({ within: { namespaces, isFeedWhole: true } })
let sources = 0
const source = () => testSource(db, `part-${sources++}`)
type Source = Awaited<ReturnType<typeof source>>

const names = async ({ open }: Source) => (await open()).map(({ name, policy }) => `${name} ${policy}`)
const closings = async ({ closed }: Source) =>
  (await closed()).map(({ name, reason }) => `${name} ${closeReasonOf(reason)}`)
const scans = async ({ id }: Source) =>
  (
    await db.sql.query(
      'SELECT complete, reason, listed, opened, closed FROM scan WHERE source_id = $1 ORDER BY observed_at',
      [id],
    )
  ).rows
const feedOf = async ({ id }: Source) =>
  (await db.sql.query('SELECT last_scan_at, last_complete_at, violations_only FROM feed WHERE source_id = $1', [id]))
    .rows[0]
const checksOf = async ({ id }: Source) =>
  (
    await db.sql.query(
      'SELECT c.policy FROM feed_check k JOIN policy_check c ON c.id = k.check_id WHERE k.source_id = $1 AND k.gone_at IS NULL ORDER BY 1',
      [id],
    )
  ).rows.map(({ policy }) => policy)

test('a scan within namespaces closes what is missing from them and touches nothing else', async () => {
  const one = await source()
  await one.scan(
    minute(0),
    parsedOf([resultOf(web, privileged, 'fail'), resultOf(api, labels, 'fail'), resultOf(db1, labels, 'fail')]),
  )
  await one.scan(minute(10), parsedOf([resultOf(api, labels, 'fail')]), within('shop'))
  assert.deepEqual(await names(one), ['api require-labels', 'db require-labels'])
  assert.deepEqual(await closings(one), ['web resource_deleted'])
  await one.scan(minute(20), parsedOf([]), within('', 'data'))
  assert.deepEqual(await names(one), ['api require-labels'])
})

test('a scan within namespaces does not call a check of other namespaces gone', async () => {
  const one = await source()
  await one.scan(minute(0), parsedOf([resultOf(web, privileged, 'fail'), resultOf(db1, labels, 'fail')]))
  await one.scan(minute(10), parsedOf([resultOf(web, privileged, 'pass')]), within('shop'))
  assert.deepEqual(await checksOf(one), ['disallow-privileged', 'require-labels'])
})

test('a partial scan within namespaces closes nothing by absence', async () => {
  const one = await source()
  await one.scan(minute(0), parsedOf([resultOf(web, privileged, 'fail'), resultOf(api, labels, 'fail')]))
  await one.scan(minute(10), parsedOf([resultOf(web, privileged, 'pass')]), { ...within('shop'), complete: false })
  assert.deepEqual(await names(one), ['api require-labels'])
  assert.deepEqual(await closings(one), ['web fixed'])
})

test('a scan that speaks of a place it does not claim to have read is refused as a whole', async () => {
  const one = await source()
  await assert.rejects(
    one.scan(minute(0), parsedOf([resultOf(web, labels, 'fail'), resultOf(db1, labels, 'fail')]), within('shop')),
    /data\/db/,
  )
  assert.deepEqual(await names(one), [])
})

test('a feed counts as whole after a part only where the rest of it is known', async () => {
  const one = await source()
  await one.scan(minute(0), parsedOf([resultOf(web, labels, 'fail')]))
  await one.scan(minute(10), parsedOf([resultOf(web, labels, 'pass')]), {
    within: { namespaces: ['shop'], isFeedWhole: false },
  })
  assert.deepEqual((await feedOf(one)).last_complete_at, minute(0))
  await one.scan(minute(20), parsedOf([resultOf(web, labels, 'fail')]), within('shop'))
  assert.deepEqual((await feedOf(one)).last_complete_at, minute(20))
  assert.deepEqual(
    (await scans(one)).map(({ complete }) => complete),
    [true, false, true],
  )
})

test('a quiet scan that changes nothing leaves no row, and what is seen moves the marks of the feed', async () => {
  const one = await source()
  await one.scan(minute(0), parsedOf([resultOf(web, labels, 'fail')]))
  const outcome = await one.scan(minute(10), parsedOf([resultOf(web, labels, 'fail')]), {
    ...within('shop'),
    isQuiet: true,
  })
  assert.deepEqual([outcome.status, outcome.rowsWritten, (await scans(one)).length], ['unchanged', 0, 1])
  await seeFeed(db, { sourceId: one.id, kind: 'policy-report', at: minute(11) })
  assert.deepEqual((await feedOf(one)).last_complete_at, minute(11))
  await seeFeed(db, { sourceId: one.id, kind: 'policy-report', at: minute(5) })
  assert.deepEqual((await feedOf(one)).last_scan_at, minute(11))
})

test('the newest reading is stored, even where a clock was ahead before', async () => {
  const one = await source()
  await one.scan(minute(10), parsedOf([resultOf(web, labels, 'fail')]))
  const outcome = await one.scan(minute(9), parsedOf([resultOf(web, labels, 'pass')]), { isNewest: true })
  assert.equal(outcome.status, 'stored')
  assert.deepEqual(await names(one), [])
})

test('a guard that throws keeps the whole scan out', async () => {
  const one = await source()
  const guard = async () => {
    throw new Error('somebody else has it')
  }
  await assert.rejects(one.scan(minute(0), parsedOf([resultOf(web, labels, 'fail')]), { guard }), /somebody else/)
  assert.deepEqual([await names(one), await scans(one)], [[], []])
})

async function read(
  one: Source,
  start: number,
  portions: [string[], Parameters<typeof parsedOf>[0]][],
  isWhole = true,
) {
  const reading: Reading = openReading()
  for (const [namespaces, results] of portions)
    await one.scan(minute(start), parsedOf(results), {
      within: { namespaces, isFeedWhole: false },
      reading,
      isNewest: true,
      identity: `${start} ${namespaces.join()}`,
    })
  await finishReading(db, { sourceId: one.id, feed, observedAt: minute(start), complete: isWhole, reading })
}

test('a reading in portions is one complete scan, and its first one opens baseline findings', async () => {
  const one = await source()
  await read(one, 0, [
    [['data'], [resultOf(db1, labels, 'fail')]],
    [['shop'], [resultOf(web, privileged, 'fail'), resultOf(api, labels, 'pass')]],
  ])
  assert.deepEqual(await names(one), ['db require-labels', 'web disallow-privileged'])
  assert.deepEqual(
    (await one.open()).map(({ cause }) => cause),
    [0, 0],
  )
  assert.deepEqual(await scans(one), [{ complete: true, reason: null, listed: 3, opened: 2, closed: 0 }])
  assert.deepEqual(await feedOf(one), { last_scan_at: minute(0), last_complete_at: minute(0), violations_only: false })
})

test('a reading in portions closes what it does not meet when it ends, also in namespaces that are no more', async () => {
  const one = await source()
  await read(one, 0, [
    [
      ['data', 'shop'],
      [resultOf(db1, labels, 'fail'), resultOf(web, privileged, 'fail'), resultOf(api, labels, 'fail')],
    ],
  ])
  await read(one, 10, [[['shop'], [resultOf(api, labels, 'fail')]]])
  assert.deepEqual(await names(one), ['api require-labels'])
  assert.deepEqual(await closings(one), ['db resource_deleted', 'web resource_deleted'])
  assert.deepEqual(await checksOf(one), ['require-labels'])
  assert.deepEqual((await scans(one)).at(-1), { complete: true, reason: null, listed: 1, opened: 0, closed: 2 })
})

test('a reading in portions that does not come to its end closes nothing elsewhere and says so', async () => {
  const one = await source()
  await read(one, 0, [
    [
      ['data', 'shop'],
      [resultOf(db1, labels, 'fail'), resultOf(web, privileged, 'fail')],
    ],
  ])
  const reading = openReading()
  await one.scan(minute(10), parsedOf([resultOf(web, privileged, 'pass')]), {
    within: { namespaces: ['shop'], isFeedWhole: false },
    reading,
    isNewest: true,
  })
  assert.deepEqual(await names(one), ['db require-labels'])
  assert.deepEqual((await scans(one)).at(-1), {
    complete: false,
    reason: 'the reading did not come to its end',
    listed: 1,
    opened: 0,
    closed: 1,
  })
  assert.deepEqual((await feedOf(one)).last_complete_at, minute(0))
})

test('a partial scan that met only the good pods of a workload does not call its findings fixed', async () => {
  const one = await source()
  const pod = (name: string): Subject => ({ group: '', kind: 'Pod', namespace: 'shop', name })
  const owner = { group: 'apps', kind: 'Deployment', name: 'web' }
  const owners = ['web-1', 'web-2'].map((name) => ({ kind: 'Pod', namespace: 'shop', name, owner }))
  const said = [resultOf(pod('web-1'), labels, 'fail'), resultOf(pod('web-2'), labels, 'skip')]
  await one.scan(minute(0), parsedOf(said), { owners })
  await one.scan(minute(10), parsedOf(said.slice(1)), { owners, complete: false })
  assert.deepEqual(await names(one), ['web require-labels'])
  await one.scan(minute(20), parsedOf(said.slice(1)), { owners })
  assert.deepEqual(await closings(one), ['web not_applicable'])
})
