import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { isEverything, type Scope } from '#lib/domain/scope.ts'
import { BUNDLE_COLUMNS, BundleRow } from './bundle-row.ts'

/** The latest 200 bundles, newest first. A bundle holds everything, so that only an unrestricted scope sees any. */
export async function listBundles(db: Db, scope: Scope): Promise<BundleRow[]> {
  if (!isEverything(scope)) return []
  const { rows } = await db.sql.query(`SELECT ${BUNDLE_COLUMNS} FROM bundle ORDER BY sequence DESC LIMIT 200`)
  return z.array(BundleRow).parse(rows)
}
