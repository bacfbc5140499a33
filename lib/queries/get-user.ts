import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { isEverything, type Scope } from '#lib/domain/scope.ts'
import { USER_COLUMNS, UserRow } from './user-row.ts'

/** One user; undefined when there is none of this id, or the scope is not unrestricted. */
export async function getUser(db: Db, scope: Scope, id: string): Promise<UserRow | undefined> {
  if (!isEverything(scope)) return undefined
  const { rows } = await db.sql.query(`SELECT ${USER_COLUMNS} FROM "user" u WHERE u.id = $1`, [id])
  return z.array(UserRow).parse(rows)[0]
}
