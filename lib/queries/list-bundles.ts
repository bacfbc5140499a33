import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { bundleInScope } from './bundle-in-scope.ts'
import { BUNDLE_COLUMNS, BundleRow } from './bundle-row.ts'

/** The latest 200 bundles, newest first. Whoever does not see everything sees those of their audit. */
export async function listBundles(db: Db, scope: Scope): Promise<BundleRow[]> {
  const params: unknown[] = []
  const { rows } = await db.sql.query(
    `SELECT ${BUNDLE_COLUMNS} FROM bundle WHERE ${bundleInScope(scope, params)} ORDER BY sequence DESC LIMIT 200`,
    params,
  )
  return z.array(BundleRow).parse(rows)
}
