import { randomBytes } from 'node:crypto'
import { after } from 'node:test'
import { administer } from '#lib/db/administer.ts'
import { connect, type Db } from '#lib/db/connect.ts'

/**
 * A migrated database of its own for one test file, copied from the run's template (see lib/testing/postgres.ts).
 * Needs TEST_DATABASE_URL, which `npm test` sets. Hooks run in the order they were registered: stop what uses the
 * database in an `after` that is registered before this call.
 */
export async function testDatabase(): Promise<{ db: Db; url: string }> {
  const adminUrl = process.env.TEST_DATABASE_URL
  if (!adminUrl) throw new Error('TEST_DATABASE_URL is not set: run database tests through `npm test`')
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(adminUrl, `CREATE DATABASE ${name} TEMPLATE muniment_template`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  const db = connect(url.href, { max: 4 })
  after(async () => {
    await db.close()
    await administer(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`)
  })
  return { db, url: url.href }
}
