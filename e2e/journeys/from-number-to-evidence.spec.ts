import { execFileSync } from 'node:child_process'
import { appendFile, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { muniment } from '../support/command-line.ts'
import { expect, test } from '../support/page.ts'

test('from a number on the overview to the finding, its source and its control', async ({ page }) => {
  await page.goto('/')
  const trend = page.getByRole('figure').first()
  await expect(trend).toContainText(/open on \d+ \w+/)
  await trend.locator('..').getByText('Show as a table').first().click()
  await expect(page.getByRole('table').first().getByRole('row')).toHaveCount(91)

  const worst = page
    .getByRole('table', { name: /heaviest/i })
    .getByRole('link')
    .first()
  const policy = await worst.textContent()
  await worst.click()
  await expect(page).toHaveURL(/\/findings\?/)
  await page
    .getByRole('table', { name: 'Findings' })
    .getByRole('link', { name: policy ?? '' })
    .first()
    .click()
  await expect(page).toHaveURL(/\/findings\/.+/)
  await expect(page.getByRole('heading', { name: 'What happened when' })).toBeVisible()
  await expect(page.getByRole('heading', { name: "The source's own words" })).toBeVisible()

  await page.goto('/findings?check=kyverno%2Fdisallow-latest-tag%2Fno-latest')
  await page.getByRole('table', { name: 'Findings' }).getByRole('link').first().click()
  const controls = page.locator('#controls, section', { hasText: 'Controls it speaks for' }).first()
  await controls
    .getByRole('link', { name: /CC|8\.|CM-/ })
    .first()
    .click()
  await expect(page).toHaveURL(/\/controls\/.+\/.+/)
  await expect(page.getByText(/supports a control/i)).toBeVisible()
})

test('filters live in the address, and an old bookmark does not break the page', async ({ page }) => {
  await page.goto('/findings?severity=critical&state=nonsense&limit=abc&sort=1;drop')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Findings')
  await page.getByLabel('Contains').fill('node-agent')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/q=node-agent/)
  await page.goto('/findings?limit=50')
  await page.getByRole('link', { name: 'Next' }).click()
  await expect(page.getByRole('table', { name: 'Findings' }).getByRole('row')).not.toHaveCount(0)
  await page.getByRole('link', { name: 'Previous' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Findings')
})

test('a silent source is neither fixed nor green', async ({ page }) => {
  await page.goto('/sources')
  await expect(page.getByRole('row', { name: /staging/ })).toContainText('stale')
  await page.goto('/controls/soc2?environment=staging&state=pass')
  await expect(page.getByText(/satisfied with exceptions|^satisfied$/)).toHaveCount(0)
})

test('a bundle made with the button is downloaded, and verifies here and without us', async ({ page }) => {
  test.setTimeout(180_000)
  await page.goto('/evidence')
  const verify = page.getByRole('button', { name: /Verify bundle/ })
  const before = await verify.count()
  await page.getByRole('button', { name: 'Make it' }).click()
  await expect(verify).toHaveCount(before + 1, { timeout: 120_000 })
  const row = page
    .getByRole('table', { name: /Bundles/ })
    .getByRole('row')
    .nth(1)
  await row.getByRole('button', { name: /Verify bundle/ }).click()
  await expect(row.getByRole('status')).toContainText(/as the manifest says/, { timeout: 60_000 })

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    row.getByRole('link', { name: /Download/ }).click(),
  ])
  const folder = await mkdtemp(join(tmpdir(), 'muniment-bundle-'))
  const archive = join(folder, 'bundle.tar.gz')
  await download.saveAs(archive)
  const { code } = muniment('verify', archive)
  expect([0, 3]).toContain(code)
  execFileSync('tar', ['-xzf', archive, '-C', folder])
  const root = execFileSync('find', [folder, '-name', 'SHA256SUMS', '-printf', '%h']).toString()
  execFileSync('sha256sum', ['--strict', '--quiet', '-c', 'SHA256SUMS'], { cwd: root })
  await appendFile(join(root, 'index.csv'), 'x')
  expect(muniment('verify', root).code).toBe(1)
})

test('the same bundle comes out of the command line, and a running month says that it is partial', async () => {
  test.setTimeout(180_000)
  const out = await mkdtemp(join(tmpdir(), 'muniment-month-'))
  const made = muniment('bundle', '--period', new Date().toISOString().slice(0, 7), '--out', join(out, 'now'))
  expect(made.code).toBe(3)
  expect(made.output).toMatch(/staging/)
  expect(muniment('verify', join(out, 'now')).code).toBe(3)
})
