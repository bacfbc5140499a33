import type { Browser, Page } from 'playwright/test'
import { demoDatabase } from '../support/demo-database.ts'
import { CLIENT, startOidcProvider } from '../support/oidc-provider.ts'
import { expect, test } from '../support/page.ts'

const PEOPLE = {
  ada: { email: 'ada@company.example', groups: ['payments-devs', 'everybody'] },
  grace: { email: 'grace@company.example', groups: ['compliance'] },
  eve: { email: 'eve@company.example', groups: ['visitors'] },
}
const NAME = 'Company login'

let provider: Awaited<ReturnType<typeof startOidcProvider>>
let demo: Awaited<ReturnType<typeof demoDatabase>>

const clean = async () => {
  await demo.db.sql.query(`DELETE FROM "user" WHERE email LIKE '%@company.example'`)
  await demo.db.sql.query('DELETE FROM identity_provider WHERE name = $1', [NAME])
}
test.beforeAll(async () => {
  demo = await demoDatabase()
  await clean()
  provider = await startOidcProvider(PEOPLE, `${demo.env.baseUrl}/api/auth/oidc/company-login/callback`)
})
test.afterAll(async () => {
  await clean()
  await demo.db.close()
  await provider.close()
})

test.describe.configure({ mode: 'serial' })

test('an administrator adds a provider, tests it, and says what its groups may do', async ({ page }) => {
  await page.goto('/settings/sign-in')
  await page.getByLabel('Name').fill(NAME)
  await page.getByLabel('Issuer').fill('http://127.0.0.1:9')
  await page.getByLabel('Client id').fill(CLIENT.id)
  await page.getByRole('button', { name: 'Test it' }).click()
  await expect(page.getByText(/no discovery document|does not answer/)).toBeVisible()

  await page.getByLabel('Issuer').fill(provider.issuer)
  await page.getByRole('button', { name: 'Test it' }).click()
  await expect(page.getByText('The issuer answers')).toBeVisible()
  await page.getByLabel('Client secret').fill(CLIENT.secret)
  await page.getByRole('button', { name: 'Add the provider' }).click()

  await expect(page).toHaveURL(/\/settings\/sign-in\/company-login/)
  await expect(page.getByText('/api/auth/oidc/company-login/callback')).toBeVisible()
  await page.getByRole('button', { name: 'Add a rule' }).click()
  const first = page.getByRole('group', { name: 'Rule 1' })
  await first.getByLabel('Group').fill('compliance')
  await first.getByLabel('Role').selectOption('officer')
  await page.getByRole('button', { name: 'Add a rule' }).click()
  const second = page.getByRole('group', { name: 'Rule 2' })
  await second.getByLabel('Group').fill('payments-devs')
  await second.getByRole('combobox', { name: 'Teams' }).click()
  await page.getByRole('option', { name: 'Payments' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Save the rules' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
})

test('a group becomes a role and teams, and the page that was asked for opens', async ({ browser }) => {
  const page = await signInThrough(browser, 'ada', '/findings?severity=high')
  await expect(page).toHaveURL(/\/findings\?severity=high/)
  await page.goto('/account')
  await expect(page.getByText('Signed in as ada@company.example, member.')).toBeVisible()
  await expect(page.getByRole('main').getByText('Payments').first()).toBeVisible()
  await page.goto('/settings/users')
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Users')
  await page.context().close()

  const officer = await signInThrough(browser, 'grace', '/')
  await officer.goto('/account')
  await expect(officer.getByText(/Signed in as grace@company.example, .*officer\./)).toBeVisible()
  await officer.context().close()
})

test('somebody without a group that counts is told so politely, and no user is made', async ({ browser }) => {
  const page = await signInThrough(browser, 'eve', '/')
  await expect(page).toHaveURL(/\/sign-in\?error=no_access/)
  // Next announces a change of page in an alert of its own.
  const refusal = page.getByRole('alert').filter({ hasText: 'Your account has no access here yet' })
  await expect(refusal).toContainText(NAME)
  const { rows } = await demo.db.sql.query(`SELECT 1 FROM "user" WHERE email = 'eve@company.example'`)
  expect(rows).toHaveLength(0)
  await page.context().close()
})

test('an answer that was not asked for, is used again, or has another state signs nobody in', async ({ browser }) => {
  const callback = `${demo.env.baseUrl}/api/auth/oidc/company-login/callback`
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  const page = await context.newPage()
  await page.goto(`${callback}?code=made-up&state=made-up`)
  await expect(page).toHaveURL(/error=sign_in_expired/)

  await page.goto(`${demo.env.baseUrl}/sign-in`)
  let answer = ''
  page.on('request', (request) => {
    if (request.url().startsWith(callback)) answer = request.url()
  })
  await page.getByRole('link', { name: `Sign in with ${NAME}` }).click()
  const begun = await context.cookies()
  await atProvider(page, 'ada')
  await expect(page).not.toHaveURL(/sign-in/)
  await context.clearCookies()
  await context.addCookies(begun.filter(({ name }) => name.includes('muniment.oidc')))
  await page.goto(answer)
  await expect(page).toHaveURL(/error=provider_failed/)

  await context.clearCookies()
  await context.addCookies(begun.filter(({ name }) => name.includes('muniment.oidc')))
  await page.goto(answer.replace(/state=[^&]+/, 'state=another'))
  await expect(page).toHaveURL(/error=provider_failed/)
  await context.close()
})

test('every sign-in and every refusal stands in the audit log', async ({ page }) => {
  await page.goto('/settings/audit-log?action=sign-in')
  const table = page.getByRole('table', { name: 'Audit log' })
  await expect(table).toContainText('ada@company.example')
  await expect(table).toContainText('sign-in.refused')
  await expect(table).toContainText('no_access')
})

async function signInThrough(browser: Browser, account: string, next: string): Promise<Page> {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  const page = await context.newPage()
  await page.goto(`${demo.env.baseUrl}${next}`)
  await page.getByRole('link', { name: `Sign in with ${NAME}` }).click()
  await atProvider(page, account)
  return page
}

/** The provider's own pages: who one is, and whether Muniment may know. */
async function atProvider(page: Page, account: string): Promise<void> {
  await page.locator('input[name=login]').fill(account)
  await page.locator('input[name=password]').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL((url) => url.href.startsWith(demo.env.baseUrl))
}
