import { mkdir } from 'node:fs/promises'
import { chromium, type FullConfig, request } from 'playwright/test'

/** Uses the one-time link as the first visitor would, and keeps the session for all journeys. */
export default async function signIn(config: FullConfig): Promise<void> {
  const link = process.env.DEMO_LINK
  const use = config.projects[0]?.use
  if (!link || !use) throw new Error('DEMO_LINK is not set: run the journeys through `npm test`')
  await mkdir('test-results', { recursive: true })
  const browser = await chromium.launch(use.launchOptions ?? {})
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(link)
  if (new URL(page.url()).pathname.startsWith('/sign-in'))
    throw new Error(`the sign-in link did not sign in: ${page.url()}`)
  await context.storageState({ path: 'test-results/signed-in.json' })
  await browser.close()

  const again = await request.newContext()
  const answer = await again.get(link, { maxRedirects: 0 })
  if (!(answer.headers().location ?? '').includes('/sign-in')) throw new Error('the sign-in link worked a second time')
  await again.dispose()
}
