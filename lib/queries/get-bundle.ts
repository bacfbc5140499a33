import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { isEverything, type Scope } from '#lib/domain/scope.ts'
import { BUNDLE_COLUMNS, BundleRow } from './bundle-row.ts'

/** One bundle; undefined when there is none of this id, or the scope is not unrestricted. */
export async function getBundle(db: Db, scope: Scope, id: string): Promise<BundleRow | undefined> {
  if (!isEverything(scope) || !z.guid().safeParse(id).success) return undefined
  const { rows } = await db.sql.query(`SELECT ${BUNDLE_COLUMNS} FROM bundle WHERE id = $1`, [id])
  return z.array(BundleRow).parse(rows)[0]
}
