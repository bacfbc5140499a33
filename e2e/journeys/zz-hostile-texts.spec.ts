import type { Page } from 'playwright/test'
import { test as plain } from 'playwright/test'
import { createTeam } from '#lib/commands/create-team.ts'
import { program } from '#lib/domain/actor.ts'
import { muniment } from '../support/command-line.ts'
import { demoDatabase } from '../support/demo-database.ts'
import { listRoutes } from '../support/list-routes.ts'
import { expect, test } from '../support/page.ts'

// A source that was removed does not come back by its name.
const SOURCE = `zz-hostile-${Date.now().toString(36)}`
const IMAGE = `<img src=x onerror="window.hostile='image'">`
const SCRIPT = `"><script>window.hostile='script'</script>`
const TEAM = `team-${IMAGE}`
const REPORT = {
  apiVersion: 'wgpolicyk8s.io/v1alpha2',
  kind: 'PolicyReport',
  metadata: { name: 'hostile', namespace: 'zz' },
  scope: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: `zz-${SCRIPT}`, name: `web-${IMAGE}` },
  results: [
    {
      source: 'kyverno',
      policy: `policy-${IMAGE}`,
      rule: `rule-${SCRIPT}`,
      category: IMAGE,
      severity: 'critical',
      result: 'fail',
      message: `message ${IMAGE} ${SCRIPT} javascript:alert(1) \u202Etxt.exe`,
      properties: { helpUri: `javascript:window.hostile='link'` },
    },
    {
      source: 'kyverno',
      policy: `policy-${IMAGE}`,
      rule: 'excepted',
      result: 'skip',
      properties: { exceptions: `exception-${IMAGE}` },
      message: SCRIPT,
    },
  ],
}

const PIPELINE = `${SOURCE}-pipeline`
const SARIF = {
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: `tool-${IMAGE}`,
          rules: [
            {
              id: `rule-${SCRIPT}`,
              name: IMAGE,
              helpUri: `javascript:window.hostile='help'`,
              shortDescription: { text: IMAGE },
              fullDescription: { text: SCRIPT },
              help: { text: IMAGE, markdown: `[x](javascript:window.hostile='markdown') ${IMAGE}` },
            },
          ],
        },
      },
      results: ['open', 'excepted'].map((name) => ({
        ruleId: `rule-${SCRIPT}`,
        level: 'error',
        message: { text: `${name} ${IMAGE}`, markdown: IMAGE },
        locations: [
          { physicalLocation: { artifactLocation: { uri: `src/${IMAGE}/${name}.tf` }, region: { startLine: 1 } } },
        ],
        ...(name === 'excepted' && {
          suppressions: [{ kind: 'external', status: 'accepted', justification: `reason ${IMAGE} ${SCRIPT}` }],
        }),
      })),
    },
  ],
}

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ playwright }) => {
  const api = await playwright.request.newContext({ baseURL: process.env.DEMO_URL ?? '' })
  const send = async (source: string, kind: string, door: string, document: object) => {
    const { token } = JSON.parse(muniment('token', 'create', '--source', source, '--kind', kind, '--json').output)
    const answer = await api.post(`/api/v1/ingest/${door}`, {
      data: JSON.stringify(document),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    })
    expect([200, 202], await answer.text()).toContain(answer.status())
  }
  await send(SOURCE, 'cluster', 'report?complete=true', REPORT)
  await send(PIPELINE, 'pipeline', 'sarif', SARIF)
  await api.dispose()
  const { db } = await demoDatabase()
  await db.sql.query('DELETE FROM team WHERE name = $1', [TEAM])
  await createTeam(db, { name: TEAM, by: program('cli'), now: new Date() })
  await db.close()
})
test.afterAll(async () => {
  const { db } = await demoDatabase()
  await db.sql.query('UPDATE source SET removed_at = now() WHERE name = ANY ($1)', [[SOURCE, PIPELINE]])
  await db.sql.query('DELETE FROM team WHERE name = $1', [TEAM])
  await db.close()
})

test('what others wrote is text on every screen that prints it', async ({ page }) => {
  test.setTimeout(300_000)
  page.on('dialog', (dialog) => expect(dialog.message(), 'a dialog opened').toBe(''))
  const findings = [`/findings?source=${SOURCE}`, `/findings?source=${PIPELINE}`]
  const lists = [...findings, `/policies?q=${encodeURIComponent('policy-<img')}`, '/sources', '/teams']
  const links: string[] = []
  for (const list of lists) {
    await page.goto(list)
    await harmless(page, list)
    const text = page.getByText(list === '/sources' ? SOURCE : IMAGE).filter({ visible: true })
    await expect(text.first(), list).toBeVisible()
    links.push(...(await linksOf(page, list)))
  }
  const routes = (await listRoutes('app/(dashboard)', 'page.tsx')).filter((route) => !route.includes('['))
  const excepted = [`/findings?state=excepted&source=${PIPELINE}`, '/exceptions?q=exception-', '/exceptions?q=reason']
  for (const route of [...excepted, '/settings/audit-log?q=team-', ...links, ...routes]) {
    await page.goto(route)
    await harmless(page, route)
  }
  await page.goto('/exceptions?q=reason')
  await expect(page.getByText(`reason ${IMAGE}`).filter({ visible: true }).first()).toBeVisible()
})

/** What a list of others' texts leads to: their findings, policies and teams, and the sources they are in. */
async function linksOf(page: Page, list: string): Promise<string[]> {
  const hrefs = await page
    .getByRole('main')
    .getByRole('link')
    .evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''))
  const about =
    list.startsWith('/sources') || list.startsWith('/teams')
      ? /^\/(sources|teams)\/[\w-]+$/
      : /^\/(findings|policies)\/[^?]+$/
  return [...new Set(hrefs.filter((href) => about.test(href)))].slice(-12)
}

async function harmless(page: Page, route: string): Promise<void> {
  const found = await page.evaluate(() => ({
    ran: (window as { hostile?: string }).hostile,
    images: document.querySelectorAll('img[src="x"]').length,
    scripts: [...document.scripts].filter(({ text }) => text.includes('window.hostile') && !text.includes('__next_f'))
      .length,
    links: [...document.links].filter(({ protocol }) => protocol === 'javascript:').length,
  }))
  expect(found, route).toEqual({ ran: undefined, images: 0, scripts: 0, links: 0 })
}

test('no screen asks anybody else for anything', async ({ page }) => {
  test.setTimeout(300_000)
  const origin = new URL(process.env.DEMO_URL ?? '').origin
  const others: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) others.push(url)
  })
  for (const route of (await listRoutes('app/(dashboard)', 'page.tsx')).filter((one) => !one.includes('[')))
    await page.goto(route)
  expect(others).toEqual([])
})

// The console speaks of what the policy stopped, which is the point here.
plain('a script that was brought into a page does not run', async ({ page }) => {
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await page.route('**/findings', async (route) => {
    const answer = await route.fetch()
    const body = (await answer.text()).replace('</body>', `<script>window.injected = 'inline'</script></body>`)
    await route.fulfill({ response: answer, body })
  })
  await page.goto('/findings')
  await page.evaluate((image) => document.body.insertAdjacentHTML('beforeend', image), IMAGE)
  await expect.poll(() => said.filter((text) => text.includes('Content Security Policy')).length).toBeGreaterThan(1)
  const ran = await page.evaluate(() => {
    const { injected, hostile } = window as { injected?: string; hostile?: string }
    return [injected, hostile]
  })
  expect(ran).toEqual([undefined, undefined])
})
