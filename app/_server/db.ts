import 'server-only'
import { connect, type Db } from '#lib/db/connect.ts'
import { readEnv } from '#lib/env.ts'
import { ProductError } from '#lib/errors.ts'

let kept: Db | undefined

/** The web program's one pool, opened on first use, so that a build needs no database. */
export function getDb(): Db {
  if (kept) return kept
  const { databaseUrl } = readEnv()
  if (!databaseUrl) throw new ProductError('unavailable', 'DATABASE_URL is not set: start the program with `npm start`')
  kept = connect(databaseUrl)
  return kept
}
