import type { Page } from 'playwright/test'
import { expect, test, violationsOf } from '../support/page.ts'

const ROUTES = [
  '/',
  '/findings',
  '/findings?state=closed',
  '/findings?state=excepted',
  '/findings?q=nothing-has-this-name',
  '/policies',
  '/policies?mode=enforce&sort=name',
  '/policies/1',
  '/controls',
  '/controls/soc2',
  '/controls/soc2/CC6.1',
  '/controls/pci-dss-4.0.1',
  '/controls/nist-800-53-r5',
  '/audits',
  '/teams',
  '/teams/payments',
  '/exceptions',
  '/evidence',
  '/sources',
  '/sources/1',
  '/settings/users',
  '/settings/tokens',
  '/settings/pipelines',
  '/account',
]

const firstFinding = async (page: Page): Promise<string> => {
  await page.goto('/findings')
  return (await page.getByRole('table', { name: 'Findings' }).getByRole('link').first().getAttribute('href')) ?? ''
}

for (const scheme of ['light', 'dark'] as const)
  for (const width of [1440, 390])
    test(`every screen is accessible, fits and is quiet: ${scheme}, ${width} px`, async ({ page }) => {
      test.setTimeout(300_000)
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 900 })
      for (const route of [...ROUTES, await firstFinding(page)]) {
        const answer = await page.goto(route)
        expect(answer?.status(), route).toBe(200)
        await expect(page.locator('html'), route).toHaveAttribute('data-mantine-color-scheme', scheme)
        await expect(page.getByRole('heading', { level: 1 }), route).toBeVisible()
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(overflow, `${route} scrolls sideways`).toBeLessThanOrEqual(0)
        if (width === 1440) expect(await violationsOf(page), route).toEqual([])
      }
    })

test.describe('without a session', () => {
  test.use({ storageState: { cookies: [], origins: [] } })

  test('every screen leads to the sign-in page', async ({ page }) => {
    for (const route of ROUTES) {
      await page.goto(route)
      await expect(page, route).toHaveURL(/\/sign-in/)
    }
    expect(await violationsOf(page)).toEqual([])
  })

  test('every door of the API answers 401', async ({ request }) => {
    for (const path of [
      '/api/v1/findings',
      '/api/v1/exceptions',
      '/api/v1/checks',
      '/api/v1/sources/1/raw/abc',
      '/api/v1/bundles/0/download',
      '/api/v1/bundles/0/manifest',
    ])
      expect((await request.get(path)).status(), path).toBe(401)
    for (const format of ['sarif', 'junit', 'report', 'gatekeeper'])
      expect((await request.post(`/api/v1/ingest/${format}`, { data: '{}' })).status(), format).toBe(401)
  })

  test('health and liveness need no session', async ({ request }) => {
    const health = await request.get('/api/health')
    expect(health.status()).toBe(200)
    expect(await health.json()).toMatchObject({
      status: 'ok',
      database: 'ok',
      migrations: 'ok',
      worker: { lastBeatAt: expect.any(String) },
    })
    expect((await request.get('/api/live')).status()).toBe(200)
  })
})
