import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Role } from '#lib/domain/role.ts'
import { isEverything, type Scope } from '#lib/domain/scope.ts'
import { containing } from './containing.ts'
import { USER_COLUMNS, UserRow } from './user-row.ts'

export type UserFilter = { q?: string | undefined; role?: Role | undefined }

/** The users by name, narrowed by text in name or e-mail address and by role. Only who sees everything sees any. */
export async function listUsers(db: Db, scope: Scope, { q, role }: UserFilter): Promise<UserRow[]> {
  if (!isEverything(scope)) return []
  const { rows } = await db.sql.query(
    `SELECT ${USER_COLUMNS} FROM "user" u
     WHERE ($1::text IS NULL OR u.name ILIKE $1 OR u.email ILIKE $1) AND ($2::text IS NULL OR u.role = $2)
     ORDER BY lower(u.name), u.email`,
    [q ? containing(q) : null, role ?? null],
  )
  return z.array(UserRow).parse(rows)
}
