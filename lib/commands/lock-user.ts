import { z } from 'zod'
import type { Sql } from '#lib/db/connect.ts'
import { ProductError } from '#lib/errors.ts'

const Row = z.object({ id: z.string(), name: z.string(), email: z.string(), isAdministrator: z.boolean() })

export type LockedUser = { name: string; email: string; isLastAdministrator: boolean }

/**
 * Keeps a user and all administrators as they are until the transaction ends, so that two who leave at once cannot both be
 * the last but one. Locked in one order, so that nobody waits in a circle.
 */
export async function lockUser(client: Sql, userId: string): Promise<LockedUser> {
  const { rows } = await client.query(
    `SELECT id, name, email, role = 'admin' AND disabled_at IS NULL AS "isAdministrator" FROM "user"
     WHERE id = $1 OR (role = 'admin' AND disabled_at IS NULL) ORDER BY id FOR NO KEY UPDATE`,
    [userId],
  )
  const users = z.array(Row).parse(rows)
  const user = users.find(({ id }) => id === userId)
  if (!user) throw new ProductError('not-found', 'The user does not exist any more.')
  const others = users.filter(({ id, isAdministrator }) => isAdministrator && id !== userId)
  return { name: user.name, email: user.email, isLastAdministrator: user.isAdministrator && !others.length }
}

export const LAST_ADMINISTRATOR =
  'This is the last administrator who can sign in. Make somebody else an administrator first.'
