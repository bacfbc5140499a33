import type { Browser, Page } from 'playwright/test'
import { demoDatabase } from '../support/demo-database.ts'
import { expect, test, violationsOf } from '../support/page.ts'

const PASSWORD = 'correct horse battery'
const AUDIT = 'Journey: SOC 2, last quarter'
const emailOf = (name: string) => `${name.toLowerCase().replace(' ', '.')}@example.com`

test.describe.configure({ mode: 'serial' })

test.beforeAll(clear)
test.afterAll(clear)

test('a member who is invited to one team sees that team alone, and is out at the next click once disabled', async ({
  page,
  browser,
}) => {
  await page.goto('/settings/users')
  const invitation = await fillInvitation(page, 'Journey Member', async () => {
    await page.getByRole('combobox', { name: 'Teams' }).click()
    await page.getByRole('option', { name: 'Payments' }).click()
    await page.keyboard.press('Escape')
  })
  expect(await violationsOf(page)).toEqual([])

  const member = await openLink(browser, invitation)
  await expect(member).toHaveURL(/\/account/)
  await member.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await member.getByRole('button', { name: 'Save' }).click()
  await expect(member.getByText('Saved.')).toBeVisible()
  await expect(member.getByRole('region', { name: 'What you may see and do' })).toContainText('Payments')

  await member.goto('/findings')
  const teams = member.getByRole('table', { name: 'Findings' }).getByRole('row')
  await expect(teams).not.toHaveCount(0)
  await member.goto('/teams')
  await expect(member.getByRole('link', { name: 'Payments' }).first()).toBeVisible()
  await expect(member.getByRole('link', { name: 'Platform' })).toHaveCount(0)
  await expect(member.getByRole('button', { name: 'Create' })).toHaveCount(0)
  await expect(member.getByRole('link', { name: 'Settings' })).toHaveCount(0)
  expect((await member.goto('/settings/users'))?.status()).toBe(404)
  expect((await member.request.get('/api/v1/users')).status()).toBe(403)
  const all = await (await page.request.get('/api/v1/findings?limit=1')).json()
  const own = await (await member.request.get('/api/v1/findings?limit=500')).json()
  expect(own.data.length).toBeGreaterThan(0)
  expect(new Set(own.data.map((row: { team: string }) => row.team))).toEqual(new Set(['payments']))
  expect(all.data.length).toBe(1)

  await member.goto('/')
  await page.getByRole('link', { name: 'Journey Member' }).click()
  await expect(page.getByRole('heading', { name: 'End access' })).toBeVisible()
  expect(await violationsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Disable Journey Member' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  await expect(page.getByText('disabled').first()).toBeVisible()
  await member.getByRole('link', { name: 'Findings', exact: true }).click()
  await expect(member).toHaveURL(/\/sign-in/)
  await member.getByLabel('E-mail').fill(emailOf('Journey Member'))
  await member.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await member.getByRole('button', { name: 'Sign in' }).click()
  await expect(member.getByText(/Your access has ended/)).toBeVisible()
  await member.context().close()

  await page.getByRole('button', { name: 'Remove Journey Member' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page).toHaveURL(/\/settings\/users$/)
  await expect(page.getByRole('link', { name: 'Journey Member' })).toHaveCount(0)
})

test('an officer makes an audit, and its auditor sees it, and no settings, until it is closed', async ({
  page,
  browser,
}) => {
  await page.goto('/settings/users')
  const officer = await openLink(
    browser,
    await fillInvitation(page, 'Journey Officer', () => page.getByLabel('Role').last().selectOption('officer')),
  )
  await officer.goto('/audits')
  await officer.getByLabel('Name').fill(AUDIT)
  await officer.getByLabel('SOC 2').check()
  await officer.getByRole('button', { name: 'Create' }).click()
  await expect(officer.getByRole('heading', { level: 1 })).toContainText(AUDIT)
  await expect(officer.getByText('An administrator invites the auditors')).toBeVisible()
  const path = new URL(officer.url()).pathname

  await page.goto(path)
  const auditor = await openLink(browser, await fillInvitation(page, 'Journey Auditor', async () => {}))
  await auditor.goto('/audits')
  await expect(auditor).toHaveURL(path)
  await expect(auditor.getByRole('heading', { name: 'What you may look at' })).toBeVisible()
  expect(await violationsOf(auditor)).toEqual([])
  await expect(auditor.getByRole('link', { name: 'Settings' })).toHaveCount(0)
  await auditor.getByRole('link', { name: /Controls of/ }).click()
  await expect(auditor).toHaveURL(/\/controls\/soc2/)
  expect((await auditor.goto('/controls/pci-dss-4.0.1'))?.status()).toBe(404)
  expect((await auditor.goto('/settings'))?.status()).toBe(404)

  await officer.reload()
  await expect(officer.getByRole('row', { name: /Journey Auditor/ })).toBeVisible()
  expect(await violationsOf(officer)).toEqual([])
  await officer.getByRole('button', { name: `Close ${AUDIT}` }).click()
  await officer.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await expect(officer.getByRole('heading', { name: 'Closed' })).toBeVisible()
  await auditor.goto('/audits')
  await expect(auditor).toHaveURL(/\/sign-in/)
  await officer.context().close()
  await auditor.context().close()
})

/** Invites somebody on the page that is open, and answers the link that is shown once. */
async function fillInvitation(page: Page, name: string, choose: () => Promise<unknown>): Promise<string> {
  await page.getByLabel('Name', { exact: true }).first().fill(name)
  await page.getByLabel('E-mail', { exact: true }).fill(emailOf(name))
  await choose()
  await page.getByRole('button', { name: 'Invite' }).click()
  const link = page
    .getByRole('status')
    .filter({ hasText: `The link for ${name}` })
    .locator('code')
  await expect(link).toBeVisible()
  return (await link.textContent()) ?? ''
}

/** Opens a one-time link as somebody else, in a browser of their own. */
async function openLink(browser: Browser, link: string): Promise<Page> {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  const page = await context.newPage()
  await page.goto(link)
  await expect(page).toHaveURL(/\/account/)
  return page
}

/** Leaves the demo as it was for the other journeys. */
async function clear(): Promise<void> {
  const { db } = await demoDatabase()
  await db.sql.query(`DELETE FROM "user" WHERE email LIKE 'journey.%@example.com'`)
  await db.sql.query('DELETE FROM audit WHERE name = $1', [AUDIT])
  await db.close()
}
