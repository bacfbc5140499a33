import AxeBuilder from '@axe-core/playwright'
import { test as base, type Page } from 'playwright/test'

/** A page on which an error or warning in the console, or an exception, fails the test. */
export const test = base.extend<{ page: Page }>({
  page: async ({ page }, use) => {
    const said: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') said.push(message.text())
    })
    page.on('pageerror', (error) => said.push(String(error)))
    await use(page)
    if (said.length) throw new Error(`the console said:\n${said.join('\n')}`)
  },
})

export { expect } from 'playwright/test'

/** What axe finds against WCAG 2.2 AA, one line each. */
export async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim()}`),
  )
}
