import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { Grant } from '#lib/domain/grant.ts'
import { EVERYTHING, NOTHING } from '#lib/domain/scope.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { QUERY_DOORS } from '#lib/testing/query-doors.ts'
import { day, PARTS, type Part, recordWorld, SOURCES, TEAMS } from '#lib/testing/scope-world.ts'
import { getScope } from './get-scope.ts'

/**
 * Each role is asked twice: in a world that holds only what it may see, and in one that holds everything. Its answers must
 * be the same, to the last count: whatever is out of scope has no influence on them at all. `beside` is in both worlds and
 * out of scope in both; `never` are words of what no part adds and the role may not see.
 */
type Case = { grant: Grant; sees: Part[]; beside?: Part[]; never?: string }

const audit = {
  id: '00000000-0000-4000-8000-000000000009',
  frameworks: ['soc2'],
  limits: { sources: [SOURCES.eu] },
  window: { from: day(2, 0), until: day(5, 0) },
}
const CASES: Record<string, Case> = {
  'member of payments': {
    grant: { role: 'member', limits: { teams: [TEAMS.payments] } },
    sees: ['eu-pay', 'ci-pay'],
    beside: ['eu-nobody'],
  },
  'officer of production': {
    grant: { role: 'officer', limits: { environments: ['production'] } },
    sees: ['eu-pay', 'eu-search', 'eu-nobody', 'earlier', 'later'],
  },
  'token of one source': { grant: { role: 'officer', limits: { sources: [SOURCES.ci] } }, sees: ['ci-pay'] },
  auditor: {
    grant: { role: 'auditor', limits: {}, audit },
    sees: ['eu-pay', 'eu-search', 'eu-nobody'],
    never: 'pci-dss|PCI DSS',
  },
  'member of no team': { grant: { role: 'member', limits: { teams: [] } }, sees: [] },
  'auditor of no audit': { grant: { role: 'auditor', limits: {} }, sees: [] },
}

/** Who is not in the scope of a query because of what it is, with the reason. */
const UNSCOPED: Record<string, string> = {
  checkAuditChain: 'for whoever runs the server, and for those who read the whole log',
  getAuditGrant: 'one audit, to work out the scope from',
  getDataGeneration: 'whether anything changed at all, and nothing of what',
  getGrant: 'one user, to work out the scope from',
  getOwnAccess: 'what the one who asks was given',
  getScope: 'makes the scope',
  getHealth: 'no rows of anybody',
  listSignInWays: 'names of providers, for the page before the door',
  listSessions: 'the sessions of the one who asks',
}
/** Answers that speak of others on purpose. */
const COMPARED: Record<string, string[]> = { listTeamRates: ['expected', 'weightedExpected'] }

const { db: whole } = await testDatabase()
await recordWorld(whole, PARTS)
const matrix: Record<string, Record<string, boolean>> = {}

test('every query takes a scope, or says why it needs none, and has a door here', async () => {
  const found: string[] = []
  for (const name of await readdir('lib/queries')) {
    if (name.endsWith('.test.ts')) continue
    const text = await readFile(`lib/queries/${name}`, 'utf8')
    for (const [, query = '', second] of text.matchAll(
      /export (?:async function|const) (\w+)(?: =)? ?\(\s*db: Db,\s*(scope: Scope)?/g,
    )) {
      if (second) found.push(query)
      else assert.ok(UNSCOPED[query], `${query} in lib/queries/${name} takes no scope`)
    }
  }
  assert.deepEqual(found.sort(), Object.keys(QUERY_DOORS).sort())
})

test('who may see everything gets different answers from a world that has more', async () => {
  const { db } = await testDatabase()
  await recordWorld(db, ['eu-pay'])
  // The catalogue alone answers it.
  const same = ['listIdleMappings']
  for (const [name, door] of Object.entries(QUERY_DOORS))
    if (!same.includes(name))
      assert.notEqual(textOf(await door(db, EVERYTHING), name), textOf(await door(whole, EVERYTHING), name), name)
})

for (const [role, { grant, sees, beside = [], never }] of Object.entries(CASES))
  test(`${role}: what is out of scope has no influence on any answer`, async () => {
    const { db: narrow } = await testDatabase()
    await recordWorld(narrow, [...sees, ...beside])
    const scopes = { narrow: await getScope(narrow, grant), whole: await getScope(whole, grant) }
    const hidden = new RegExp([...PARTS.filter((part) => !sees.includes(part)), ...(never ? [never] : [])].join('|'))
    assert.deepEqual(scopes.whole, scopes.narrow)
    const leaks: string[] = []
    for (const [name, door] of Object.entries(QUERY_DOORS)) {
      const answers = [textOf(await door(narrow, scopes.narrow), name), textOf(await door(whole, scopes.whole), name)]
      const isSame = answers[0] === answers[1] && !hidden.test(answers[1] ?? '')
      matrix[name] = { ...matrix[name], [role]: isSame }
      if (!isSame) leaks.push(`${name}: ${firstDifference(answers[0] ?? '', answers[1] ?? '')}`)
    }
    assert.deepEqual(leaks, [])
  })

test('nothing answers a row to a scope of nothing', async () => {
  const hidden = PARTS.filter((part) => part !== 'records').join('|')
  for (const [name, door] of Object.entries(QUERY_DOORS))
    assert.doesNotMatch(textOf(await door(whole, NOTHING), name), new RegExp(hidden), name)
})

test('the matrix of roles and queries has no leak', (t) => {
  const roles = Object.keys(CASES)
  t.diagnostic(`${''.padEnd(26)} ${roles.join(' | ')}`)
  const cells = Object.entries(matrix).flatMap(([name, row]) => {
    t.diagnostic(
      `${name.padEnd(26)} ${roles.map((role) => (row[role] ? 'ok' : 'LEAK').padEnd(role.length)).join(' | ')}`,
    )
    return roles.map((role) => row[role])
  })
  const leaks = cells.filter((isSame) => isSame !== true).length
  t.diagnostic(`${roles.length} roles × ${Object.keys(matrix).length} queries: ${leaks} leaks`)
  assert.equal(cells.length, roles.length * Object.keys(QUERY_DOORS).length)
  assert.equal(leaks, 0)
})

/** Scans have ids of their own in each world. */
const textOf = (answer: unknown, name: string): string =>
  JSON.stringify(answer, (key, value: unknown) => {
    if (key === 'scanId' && value) return 'a scan'
    if (COMPARED[name]?.includes(key)) return 'compared'
    return value
  }) ?? 'nothing'

function firstDifference(a: string, b: string): string {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return `…${a.slice(Math.max(0, at - 80), at + 120)}… instead of …${b.slice(Math.max(0, at - 20), at + 120)}…`
}
