import type { Page } from 'playwright/test'
import { test as plain } from 'playwright/test'
import { muniment } from '../support/command-line.ts'
import { demoDatabase } from '../support/demo-database.ts'
import { listRoutes } from '../support/list-routes.ts'
import { expect, test } from '../support/page.ts'

const SOURCE = 'zz-hostile'
const IMAGE = `<img src=x onerror="window.hostile='image'">`
const SCRIPT = `"><script>window.hostile='script'</script>`
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

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ playwright }) => {
  const { token } = JSON.parse(muniment('token', 'create', '--source', SOURCE, '--kind', 'cluster', '--json').output)
  const api = await playwright.request.newContext({ baseURL: process.env.DEMO_URL ?? '' })
  const answer = await api.post('/api/v1/ingest/report?complete=true', {
    data: JSON.stringify(REPORT),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  })
  expect([200, 202]).toContain(answer.status())
  await api.dispose()
})
test.afterAll(async () => {
  const { db } = await demoDatabase()
  await db.sql.query('UPDATE source SET removed_at = now() WHERE name = $1', [SOURCE])
  await db.close()
})

test('what others wrote is text on every screen that prints it', async ({ page }) => {
  test.setTimeout(300_000)
  page.on('dialog', (dialog) => expect(dialog.message(), 'a dialog opened').toBe(''))
  await page.goto(`/findings?source=${SOURCE}`)
  await expect(page.getByText(`policy-${IMAGE}`).first()).toBeVisible()
  const finding = await page.getByRole('table', { name: 'Findings' }).getByRole('link').first().getAttribute('href')
  const policy = `/policies?q=${encodeURIComponent('policy-<img')}`
  const seen = [`/findings?source=${SOURCE}`, finding ?? '', policy, '/sources', '/exceptions?q=exception-', '/']
  const routes = (await listRoutes('app/(dashboard)', 'page.tsx')).filter((route) => !route.includes('['))
  for (const route of [...seen, ...routes]) {
    await page.goto(route)
    await harmless(page, route)
  }
  await page.goto(finding ?? '')
  await expect(page.getByText(IMAGE).first()).toBeVisible()
})

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
