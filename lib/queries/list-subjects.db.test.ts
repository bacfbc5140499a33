import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { SubjectFilter } from '#lib/domain/subject-filter.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { PARTS, recordWorld } from '#lib/testing/scope-world.ts'
import { listSubjects, type SubjectRow } from './list-subjects.ts'

const { db } = await testDatabase()
await recordWorld(db, PARTS)

type Asked = { limit?: number; after?: string | undefined; before?: string | undefined; [filter: string]: unknown }
const ask = ({ limit = 100, after, before, ...filter }: Asked = {}) =>
  listSubjects(db, EVERYTHING, { ...SubjectFilter.parse(filter), limit, after, before })
const idsOf = (rows: readonly SubjectRow[]) => rows.map(({ source, feed, subject }) => `${source} ${feed} ${subject}`)

test('pages forward and back are the whole list, each row once and in order', async () => {
  const whole = idsOf((await ask({ state: 'all' })).rows)
  assert.ok(whole.length > 5)
  const forward: string[] = []
  let page = await ask({ state: 'all', limit: 2 })
  for (forward.push(...idsOf(page.rows)); page.next; forward.push(...idsOf(page.rows)))
    page = await ask({ state: 'all', limit: 2, after: page.next })
  assert.deepEqual(forward, whole)
  const back = idsOf(page.rows)
  for (; page.previous; back.unshift(...idsOf(page.rows)))
    page = await ask({ state: 'all', limit: 2, before: page.previous })
  assert.deepEqual(back, whole)
})

test('filters narrow the list by source, environment, namespace, team, kind, text and presence', async () => {
  const all = (await ask({ state: 'all' })).rows
  const cases: [object, (row: SubjectRow) => boolean][] = [
    [{ source: 'ci' }, ({ source }) => source === 'ci'],
    [{ environment: 'staging' }, ({ environment }) => environment === 'staging'],
    [{ namespace: 'lost' }, ({ namespace }) => namespace === 'lost'],
    [{ team: 'none' }, ({ team }) => team === null],
    [{ team: 'payments' }, ({ team }) => team === 'payments'],
    [{ kind: 'Deployment' }, ({ kind }) => kind === 'Deployment'],
    [{ q: 'LATER' }, ({ name }) => name.includes('later')],
    [{ q: '%' }, () => false],
    [{ state: 'gone' }, ({ goneAt }) => goneAt !== null],
    [{ state: 'present' }, ({ goneAt }) => goneAt === null],
  ]
  for (const [filter, fits] of cases) {
    const found = idsOf((await ask({ state: 'all', ...filter })).rows)
    assert.deepEqual(found, idsOf(all.filter(fits)), JSON.stringify(filter))
    assert.equal(found.length > 0, filter !== cases[7]?.[0], JSON.stringify(filter))
  }
})

test('a subject has its open findings and what it passes', async () => {
  const { rows } = await db.sql.query<{ subject: string; open: number }>(
    'SELECT subject, count(*)::int AS open FROM finding_open GROUP BY subject',
  )
  const open = new Map(rows.map((row) => [row.subject, row.open]))
  const listed = (await ask()).rows
  assert.ok(listed.some((row) => row.open > 0))
  for (const row of listed) assert.equal(row.open, open.get(row.subject) ?? 0, row.name)
})
