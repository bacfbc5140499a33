import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { bundleInScope } from './bundle-in-scope.ts'
import { BUNDLE_COLUMNS, BundleRow } from './bundle-row.ts'

/** One bundle; undefined when there is none of this id, or not in this scope. */
export async function getBundle(db: Db, scope: Scope, id: string): Promise<BundleRow | undefined> {
  if (!z.guid().safeParse(id).success) return undefined
  const params: unknown[] = [id]
  const { rows } = await db.sql.query(
    `SELECT ${BUNDLE_COLUMNS} FROM bundle WHERE id = $1 AND ${bundleInScope(scope, params)}`,
    params,
  )
  return z.array(BundleRow).parse(rows)[0]
}
