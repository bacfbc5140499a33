import { readFile } from 'node:fs/promises'
import type { Db } from '#lib/db/connect.ts'
import { findingKeyText } from '#lib/domain/finding-key.ts'
import { demoDatabase } from '../support/demo-database.ts'
import { listRoutes } from '../support/list-routes.ts'
import { expect, test } from '../support/page.ts'
import { foreignWords, type RoleCase, removeRoleCases, roleCases } from '../support/role-cases.ts'

let demo: Awaited<ReturnType<typeof demoDatabase>>
let cases: RoleCase[]

test.beforeAll(async () => {
  demo = await demoDatabase()
  await removeRoleCases(demo.db)
  cases = await roleCases(demo)
})
test.afterAll(async () => {
  await removeRoleCases(demo.db)
  await demo.db.close()
})

test('no page and no door of the API answers anybody a row that is not theirs', async () => {
  test.setTimeout(600_000)
  const pages = await fill(await listRoutes('app/(dashboard)', 'page.tsx'), demo.db)
  const doors = await fill(
    (await listRoutes('app/api/v1', 'route.ts')).filter((path) => !path.includes('/ingest/')),
    demo.db,
  )
  const leaks: string[] = []
  for (const { name, cookie, scope } of cases) {
    const foreign = await foreignWords(demo.db, scope)
    expect(foreign.size, `words foreign to ${name}`).toBeGreaterThan(5)
    let answered = 0
    for (const path of [...pages, ...doors]) {
      const answer = await fetch(`${demo.env.baseUrl}${path}`, { headers: { cookie }, redirect: 'manual' })
      expect(answer.status, `${name} ${path}`).toBeLessThan(500)
      if (answer.ok) answered++
      const words = new Set((await answer.text()).match(/[A-Za-z0-9.-]{7,}/g))
      const leaked = [...words].filter((word) => foreign.has(word) && !path.includes(word))
      if (leaked.length) leaks.push(`${name} ${path}: ${leaked.slice(0, 5).join(', ')}`)
    }
    console.log(
      `${name}: ${pages.length} pages and ${doors.length} doors, ${answered} answered, ${foreign.size} foreign words`,
    )
  }
  expect(leaks).toEqual([])
})

test('no action of a form changes anything for a role without the permission', async () => {
  test.setTimeout(300_000)
  const actions = await serverActions()
  expect(actions.length).toBeGreaterThan(8)
  const before = await records(demo.db)
  for (const { name, cookie } of cases.filter((one) => one.name !== 'officer'))
    for (const action of actions) {
      await act(action, cookie)
      expect(await records(demo.db), `${action.action} as ${name}`).toBe(before)
    }

  // The same request of the administrator does change something: it is the permission that stopped the others.
  const { cookies } = JSON.parse(await readFile('test-results/signed-in.json', 'utf8')) as {
    cookies: { name: string; value: string }[]
  }
  const createTeam = actions.find(({ action }) => action.endsWith(' createTeamAction'))
  if (!createTeam) throw new Error('there is no action that makes a team')
  await act(createTeam, cookies.map(({ name, value }) => `${name}=${value}`).join('; '))
  expect(await records(demo.db)).not.toBe(before)
  await demo.db.sql.query(`DELETE FROM team WHERE slug = 'never'`)
  expect(await records(demo.db)).toBe(before)
})

/** Sends a form to an action, as the browser does. */
async function act({ id, page }: Action, cookie: string): Promise<void> {
  const body = new FormData()
  body.set('_1_name', 'never')
  body.set('0', '[{},"$K1"]')
  const answer = await fetch(`${demo.env.baseUrl}${page}`, {
    method: 'POST',
    headers: { cookie, 'next-action': id, origin: demo.env.baseUrl, accept: 'text/x-component' },
    body,
    redirect: 'manual',
  })
  await answer.text()
}

/** What each parameter of an address stands for: things of everybody, so that each role asks for what is not theirs too. */
async function fill(routes: string[], db: Db): Promise<string[]> {
  const ids = async (sql: string) =>
    (await db.sql.query<{ id: string }>(sql)).rows.map(({ id }) => encodeURIComponent(String(id)))
  const { rows: keys } = await db.sql.query(
    `(SELECT DISTINCT ON (team_id) source_id AS "sourceId", feed_id AS "feedId", subject, check_id AS "checkId", part FROM finding_open)
     UNION ALL (SELECT source_id, feed_id, subject, check_id, part FROM finding_excepted LIMIT 3)`,
  )
  const findings = keys.map((key) => encodeURIComponent(findingKeyText(key)))
  const VALUES: Record<string, string[]> = {
    'controls/[framework]': ['soc2', 'pci-dss-4.0.1'],
    'controls/[framework]/[id]': ['CC6.1', '2.2.1'],
    'frameworks/[framework]': ['soc2', 'pci-dss-4.0.1'],
    'findings/[key]': findings,
    'teams/[slug]': await ids('SELECT slug AS id FROM team'),
    'sources/[id]': await ids('SELECT id FROM source'),
    'sources/[id]/raw/[digest]': await ids('SELECT DISTINCT ON (source_id) digest AS id FROM raw'),
    'scans/[scan]': await ids('SELECT DISTINCT ON (source_id) scan_id AS id FROM scan'),
    'bundles/[id]': await ids('SELECT id FROM bundle'),
    'audits/[id]': await ids('SELECT id FROM audit'),
    'sign-in/[id]': await ids('SELECT id FROM identity_provider'),
    'users/[id]': await ids('SELECT id FROM "user" LIMIT 3'),
    'checks/[id]': await ids('SELECT id FROM policy_check LIMIT 40'),
    'policies/[check]': await ids('SELECT id FROM policy_check LIMIT 40'),
  }
  return routes.flatMap((route) => {
    let filled = ['']
    const parts = route.split('/').filter(Boolean)
    for (const [n, part] of parts.entries()) {
      if (!part.startsWith('[')) filled = filled.map((path) => `${path}/${part}`)
      else {
        const name = Object.keys(VALUES).find((key) =>
          parts
            .slice(0, n + 1)
            .join('/')
            .endsWith(key),
        )
        if (!name) throw new Error(`${route}: say in who-sees-what.spec.ts what ${part} stands for`)
        filled = filled.flatMap((path) => (VALUES[name] ?? []).map((value) => `${path}/${value}`))
      }
    }
    return filled.map((path) => path || '/').flatMap((path) => [path, ...variants(path)])
  })
}

/** Filters that name what is not theirs, and whole exports. */
function variants(path: string): string[] {
  if (path === '/findings')
    return ['?state=any&q=a', '?state=closed', '?team=search', '?source=prod-us'].map((q) => path + q)
  if (path === '/api/v1/controls')
    return ['?framework=soc2', '?framework=pci-dss-4.0.1', '?framework=soc2&format=csv'].map((q) => path + q)
  if (path === '/api/v1/metrics/series')
    return ['open', 'opened', 'fixed', 'pass-rate'].flatMap((name) =>
      ['all', 'team', 'source'].map((by) => `${path}?name=${name}&by=${by}`),
    )
  if (/^\/api\/v1\/[a-z-]+$/.test(path)) return ['?format=csv', '?format=ndjson', '?limit=500'].map((q) => path + q)
  return []
}

const SAMPLE: Record<string, string> = { slug: 'payments', framework: 'soc2', id: '1', key: 'none' }

type Action = { id: string; action: string; page: string }

/** Every server action of the build, with a page that has it; those that end one's own session are left out. */
async function serverActions(): Promise<Action[]> {
  const manifest = JSON.parse(await readFile('.next/server/server-reference-manifest.json', 'utf8')) as {
    node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>
  }
  return Object.entries(manifest.node).flatMap(([id, { filename, exportedName, workers }]) => {
    const page = Object.keys(workers)
      .map(
        (worker) =>
          worker
            .replace(/^app/, '')
            .replace(/\/page$/, '')
            .replace(/\/\([^/]+\)/g, '') || '/',
      )
      .map((path) => path.replace(/\[(\w+)\]/g, (_, name) => SAMPLE[name] ?? '1'))[0]
    const isOwn = /sign-out|end-session|sign-in\//.test(filename)
    return page && !isOwn ? [{ id, action: `${filename} ${exportedName}`, page }] : []
  })
}

async function records(db: Db): Promise<string> {
  const tables = [
    '"user"',
    'user_team',
    'audit',
    'team',
    'team_rule',
    'token',
    'trust_rule',
    'identity_provider',
    'group_rule',
    'bundle',
    'source',
    // The worker renews its marks by itself.
    `(SELECT * FROM setting WHERE name NOT IN ('refresh', 'ownership', 'policies', 'check-mapping'))`,
  ]
  const hashes = tables.map(
    (table) => `(SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM ${table} t)`,
  )
  const { rows } = await db.sql.query<{ all: string }>(`SELECT concat_ws(' ', ${hashes.join(', ')}) AS all`)
  return rows[0]?.all ?? ''
}
