import { spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { startTestPostgres } from '#lib/testing/postgres.ts'
import { startDemoServer } from './support/demo-server.ts'
import { findChromium } from './support/find-chromium.ts'
import { type Counts, runNodeTests } from './support/run-node-tests.ts'

const REPORT = 'test-results/journeys.json'

// Everything: unit, database, then the browser against the demo as a person starts it.
const chromium = findChromium()
const postgres = await startTestPostgres()
const node = await runNodeTests(['{app,bench,bin,e2e,lib,prisma,workers}/**/*.test.ts'], {
  TEST_DATABASE_URL: postgres.url,
})
await postgres.stop()
const browser = process.argv.includes('--no-browser') ? { passed: 0, failed: 0, skipped: 0 } : await runJourneys()
const total = (name: keyof Counts) => node[name] + browser[name]
console.log(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`)
process.exit(total('failed') ? 1 : 0)

async function runJourneys(): Promise<Counts> {
  console.log('muniment: starting the demo for the browser')
  await rm(REPORT, { force: true })
  const server = await startDemoServer()
  try {
    const child = spawn(process.execPath, ['node_modules/playwright/cli.js', 'test'], {
      stdio: 'inherit',
      env: {
        ...process.env,
        CHROMIUM_PATH: chromium,
        DEMO_URL: server.url,
        DEMO_LINK: server.link,
        DEMO_DATA_DIR: server.dataDir,
        PLAYWRIGHT_JSON_OUTPUT_NAME: REPORT,
      },
    })
    const code = await new Promise<number>((done) => child.on('close', (status) => done(status ?? 1)))
    const { stats } = JSON.parse(await readFile(REPORT, 'utf8')) as {
      stats: { expected: number; unexpected: number; flaky: number; skipped: number }
    }
    return {
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected || (code !== 0 || !stats.expected ? 1 : 0),
      skipped: stats.skipped,
    }
  } finally {
    await server.stop()
  }
}
