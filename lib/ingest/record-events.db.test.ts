import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePolicyReports } from '#lib/sources/policy-report/parse.ts'
import { buildEntry, buildReport } from '#lib/testing/build-report.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { minute, testSource } from '#lib/testing/scan.ts'
import { recordEvents } from './record-events.ts'

const { db } = await testDatabase()
const falco = (message: string, fields: object = {}) =>
  buildEntry({ source: 'Falco', policy: 'Terminal shell', rule: undefined, message, severity: 'high', ...fields })
const eventsOf = (results: object[], name = 'falco-policy-report') =>
  parsePolicyReports([buildReport({ metadata: { name, namespace: 'shop' }, results })], { now: minute(0) }).events ?? []

async function eventSource(name: string) {
  const { id } = await testSource(db, name)
  const read = (at: Date, events: ReturnType<typeof eventsOf>, complete = true) =>
    recordEvents(db, { sourceId: id, at, complete, events })
  const days = async () => {
    const { rows } = await db.sql.query<{ day: string; events: number; message: string }>(
      `SELECT to_char(day, 'MM-DD') AS day, name, events, message FROM event_day WHERE source_id = $1 ORDER BY day, name`,
      [id],
    )
    return rows.map(({ day, events, message }) => `${day} ${events} ${message}`)
  }
  return { id, read, days }
}

test('a ring that is read again counts only what is new in it, also when two events are told alike', async () => {
  const { read, days } = await eventSource('ring')
  assert.equal(await read(minute(0), eventsOf([falco('a'), falco('a'), falco('b')])), 3)
  assert.equal(await read(minute(2), eventsOf([falco('a'), falco('a'), falco('b')])), 0)
  assert.equal(await read(minute(4), eventsOf([falco('a'), falco('b'), falco('c'), falco('c')])), 2)
  assert.equal(await read(minute(6), eventsOf([falco('a'), falco('a')])), 1)
  assert.deepEqual(await days(), ['10-05 6 a'])
})

test('a report that a partial reading lacks is remembered, one that a complete reading lacks is over', async () => {
  const { read } = await eventSource('partial')
  await read(minute(0), eventsOf([falco('a')]))
  await read(minute(2), [], false)
  assert.equal(await read(minute(4), eventsOf([falco('a')])), 0)
  await read(minute(6), [])
  assert.equal(await read(minute(8), eventsOf([falco('a')])), 1)
})

test('an event counts on the day it says, and on the day of the reading when that cannot be true', async () => {
  const { read, days } = await eventSource('days')
  const said = { timestamp: { seconds: minute(-3_000).getTime() / 1000, nanos: 0 } }
  await read(minute(0), eventsOf([falco('old', said), falco('broken', { timestamp: { seconds: 37, nanos: 0 } })]))
  assert.deepEqual(await days(), ['10-02 1 old', '10-05 1 broken'])
})

test('events open and close nothing', async () => {
  const { id, read } = await eventSource('nothing')
  await read(minute(0), eventsOf([falco('a')]))
  const { rows } = await db.sql.query('SELECT 1 FROM finding_open WHERE source_id = $1', [id])
  assert.deepEqual(rows, [])
})
