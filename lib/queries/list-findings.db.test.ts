import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FindingFilter } from '#lib/domain/finding-filter.ts'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { limitedScope } from '#lib/testing/limited-scope.ts'
import { recordResults, testCheck, testSubject } from '#lib/testing/record-results.ts'
import { countFindings, countFindingsBySeverity } from './count-findings.ts'
import { facetFindings } from './facet-findings.ts'
import { listFilterOptions } from './list-filter-options.ts'
import { listFindings } from './list-findings.ts'

const { db } = await testDatabase()
const at = (day: number) => new Date(Date.UTC(2026, 8, day, 6))
const now = at(20)

await db.sql.query(`INSERT INTO team (id, slug, name, created_at) VALUES (1, 'payments', 'Payments', now())`)
await db.sql.query(`INSERT INTO team_rule (team_id, kind, pattern) VALUES (1, 'namespace', 'pay*')`)
const labels = testCheck('require-labels', 'low', 'Require labels')
const root = testCheck('disallow-root', 'critical')
const tag = testCheck('100%_tagged', 'medium')
const fail = (check: typeof labels, name: string, namespace = 'shop', part = '') =>
  ({
    check,
    subject: testSubject(name, namespace),
    outcome: 'fail',
    part,
    message: `${name} breaks ${check.policy}`,
  }) as const

const first = [
  fail(labels, 'web'),
  fail(labels, 'api', 'pay-eu'),
  fail(root, 'api', 'pay-eu'),
  fail(root, 'api', 'pay-eu', 'sidecar'),
]
await recordResults(db, { source: 'prod', at: at(1), results: first })
await recordResults(db, {
  source: 'prod',
  at: at(2),
  results: [...first.slice(1), fail(tag, 'web'), { ...fail(labels, 'web'), outcome: 'pass' }],
})
await recordResults(db, {
  source: 'shop/ci',
  kind: 'pipeline',
  environment: 'staging',
  at: at(3),
  results: [
    fail(root, 'job'),
    { ...fail(labels, 'job'), exceptions: ['late'], outcome: 'skip' },
    { ...fail(tag, 'job'), outcome: 'warn' },
  ],
})

const filter = (given: Record<string, unknown> = {}) => FindingFilter.parse(given)
const list = async (given: Record<string, unknown> = {}, scope = EVERYTHING) =>
  (await listFindings(db, scope, filter(given), now)).rows.map(
    (row) => `${row.severity} ${row.policy} ${row.name}${row.part && `#${row.part}`}`,
  )

test('open findings come worst first, then oldest first', async () => {
  assert.deepEqual(await list(), [
    'critical disallow-root api',
    'critical disallow-root api#sidecar',
    'critical disallow-root job',
    'medium 100%_tagged web',
    'medium 100%_tagged job',
    'low require-labels api',
  ])
})

test('by time, what opened last stands first whatever its severity', async () => {
  assert.deepEqual(
    (await list({ sort: 'newest' }))
      .map((text) => text.split(' ')[2])
      .slice(0, 3)
      .sort(),
    ['job', 'job', 'web'],
  )
})

test('each filter keeps exactly its rows', async () => {
  const expected: [Record<string, unknown>, number][] = [
    [{ source: 'prod' }, 4],
    [{ source: 'nowhere' }, 0],
    [{ environment: 'staging' }, 2],
    [{ team: 'payments' }, 3],
    [{ team: 'none' }, 3],
    [{ severity: 'critical,low' }, 4],
    [{ status: 'warn' }, 1],
    [{ check: 'kyverno/disallow-root' }, 3],
    [{ policy: '100%_tagged' }, 2],
    [{ engine: 'checkov' }, 0],
    [{ namespace: 'pay-eu' }, 3],
    [{ kind: 'Pod' }, 0],
    [{ cause: 'check new or changed' }, 1],
    [{ cause: 'baseline' }, 5],
    [{ opened: '18d' }, 3],
    [{ opened: '2026-09-02..2026-09-02' }, 1],
    [{ due: 'overdue' }, 3],
    [{ state: 'closed' }, 1],
    [{ state: 'closed', reason: 'fixed', closed: '30d' }, 1],
    [{ state: 'closed', reason: 'resource_deleted' }, 0],
    [{ state: 'closed', closed: '3d' }, 0],
    [{ state: 'any' }, 7],
    [{ state: 'any', on: '2026-08-31' }, 0],
    [{ state: 'any', on: '2026-09-01' }, 4],
    [{ state: 'any', on: '2026-09-02' }, 4],
    [{ state: 'any', on: '2026-09-03' }, 6],
    [{ state: 'excepted' }, 1],
    [{ state: 'excepted', exception: 'late' }, 1],
    [{ state: 'excepted', exception: 'other' }, 0],
  ]
  for (const [given, count] of expected) {
    assert.equal((await list(given)).length, count, JSON.stringify(given))
    assert.equal((await countFindings(db, EVERYTHING, filter(given), now)).count, count, JSON.stringify(given))
    assert.equal((await facetFindings(db, EVERYTHING, filter(given), now)).total.count, count, JSON.stringify(given))
  }
})

test('a search takes wildcards and quotes as what they are', async () => {
  assert.equal((await list({ q: '100%_t' })).length, 2)
  assert.equal((await list({ q: '%' })).length, 2)
  assert.equal((await list({ q: '_' })).length, 2)
  assert.equal((await list({ q: '\\' })).length, 0)
  assert.equal((await list({ q: `' OR true --` })).length, 0)
  assert.equal((await list({ q: 'API breaks' })).length, 3)
})

test('a scope shows its own rows and an empty one shows none', async () => {
  const payments = limitedScope({ teams: [1] })
  assert.equal((await list({}, payments)).length, 3)
  assert.equal((await countFindings(db, payments, filter(), now)).count, 3)
  assert.equal((await list({}, limitedScope({ sources: [] }))).length, 0)
  assert.deepEqual((await facetFindings(db, payments, filter(), now)).teams, [
    { value: 'payments', label: 'Payments', count: 3 },
  ])
})

test('counts by severity do not heed the severity that is chosen', async () => {
  const counts = await countFindingsBySeverity(db, EVERYTHING, filter({ severity: 'low', source: 'prod' }), now)
  assert.deepEqual(Object.fromEntries(counts.map(({ severity, count }) => [severity, count])), {
    critical: 2,
    high: 0,
    medium: 1,
    low: 1,
    info: 0,
    unknown: 0,
  })
})

test('facets name the commonest first, with what the filter takes', async () => {
  const { sources, teams, checks } = await facetFindings(db, EVERYTHING, filter(), now)
  assert.deepEqual(
    sources.map(({ value, count }) => [value, count]),
    [
      ['prod', 4],
      ['shop/ci', 2],
    ],
  )
  assert.deepEqual(
    teams.map(({ value, count }) => [value, count]),
    [
      ['none', 3],
      ['payments', 3],
    ],
  )
  assert.equal(checks[0]?.label, 'disallow-root')
  assert.equal((await list({ check: checks[0]?.value })).length, 3)
})

test('filters offer what the scope has, and nothing to an empty one', async () => {
  assert.deepEqual(await listFilterOptions(db, EVERYTHING), {
    sources: ['prod', 'shop/ci'],
    teams: [{ slug: 'payments', name: 'Payments' }],
    engines: ['kyverno'],
    environments: ['production', 'staging'],
  })
  const none = await listFilterOptions(db, limitedScope({ sources: [], teams: [] }))
  assert.deepEqual(none, { sources: [], teams: [], engines: [], environments: [] })
})

test('a control, or a heading above it, stands for the checks that are mapped to it', async () => {
  await db.sql.query(`
    INSERT INTO framework VALUES ('fw', 'Framework', '1', 's', 'l', 'x', 0);
    INSERT INTO control (framework_id, id, title, section, parent_id, automation, position) VALUES
      ('fw', '1', 'One', 'S', NULL, 'rollup', 0), ('fw', '1.1', 'One one', 'S', '1', 'partial', 1), ('fw', '2', 'Two', 'S', NULL, 'partial', 2),
      ('fw', '3', 'Three', 'S', NULL, 'partial', 3), ('fw', '3(1)', 'Three one', 'S', '3', 'partial', 4);
    INSERT INTO mapping VALUES ('m', 'kyverno', '{}', 't', NULL, 'r', 'public', 'v');
    INSERT INTO mapping_control VALUES ('m', 'fw', '1.1', 'exact'), ('m', 'fw', '3(1)', 'exact');
    INSERT INTO check_mapping SELECT id, 'm' FROM policy_check WHERE policy = 'disallow-root'`)
  assert.equal((await list({ framework: 'fw', control: '1.1' })).length, 3)
  assert.equal((await list({ framework: 'fw', control: '1' })).length, 3)
  assert.equal((await list({ framework: 'fw' })).length, 3)
  assert.equal((await list({ framework: 'fw', control: '2' })).length, 0)
  assert.equal((await list({ framework: 'fw', control: '3' })).length, 0)
})

test('findings that closed together, again and again, each have their place', async () => {
  await db.sql.query(
    `INSERT INTO finding_closed (source_id, feed_id, subject, check_id, part, episode, status, severity, cause, opened_at, scan_id, closed_at, close_reason)
     SELECT src.id, 1, md5((n % 3)::text)::uuid, c.id, '', n, 1, 2, 4, $1, md5('s')::uuid, $2, 1
     FROM generate_series(1, 9) n, source src, policy_check c WHERE src.name = 'prod' AND c.policy = 'require-labels'`,
    [at(5), at(6)],
  )
  assert.equal((await list({ state: 'closed' })).length, 10)
})

for (const state of ['open', 'any', 'closed', 'excepted'])
  for (const sort of ['worst', 'newest', 'oldest'])
    test(`pages of ${state} findings by ${sort} join to the whole list, forward and back`, async () => {
      const whole = await listFindings(db, EVERYTHING, filter({ state, sort }), now)
      const forward = []
      const pages = []
      let after: string | undefined
      do {
        const page = await listFindings(db, EVERYTHING, filter({ state, sort, limit: 2, after }), now)
        forward.push(...page.rows)
        pages.push(page)
        after = page.next
      } while (after)
      assert.deepEqual(forward, whole.rows)
      assert.equal(pages[0]?.previous, undefined)

      const back = [...(pages.at(-1)?.rows ?? [])]
      for (let before = pages.at(-1)?.previous; before; ) {
        const page = await listFindings(db, EVERYTHING, filter({ state, sort, limit: 2, before }), now)
        assert.ok(page.next)
        back.unshift(...page.rows)
        before = page.previous
      }
      assert.deepEqual(back, whole.rows)
    })

test('counting stops at the cap and says so', async () => {
  await db.sql.query(
    `INSERT INTO finding_open (source_id, feed_id, subject, check_id, status, severity, cause, opened_at, scan_id)
     SELECT src.id, 1, md5(n::text)::uuid, c.id, 1, 4, 0, $1, md5('s')::uuid
     FROM generate_series(1, 10050) n, source src, policy_check c WHERE src.name = 'shop/ci' AND c.policy = 'require-labels'`,
    [at(4)],
  )
  assert.deepEqual(await countFindings(db, EVERYTHING, filter(), now), { count: 10_000, capped: true })
  assert.deepEqual(await countFindings(db, EVERYTHING, filter({ source: 'prod' }), now), { count: 4, capped: false })
  const low = (await countFindingsBySeverity(db, EVERYTHING, filter(), now)).find(({ severity }) => severity === 'low')
  assert.deepEqual(low, { severity: 'low', count: 10_000, capped: true })
  assert.deepEqual((await facetFindings(db, EVERYTHING, filter(), now)).total, { count: 10_000, capped: true })
})
