import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'

/** The providers that the sign-in page offers: their names, for whoever stands before the door. */
export async function listSignInWays(db: Db): Promise<{ id: string; name: string }[]> {
  const { rows } = await db.sql.query('SELECT id, name FROM identity_provider WHERE disabled_at IS NULL ORDER BY name')
  return z.array(z.object({ id: z.string(), name: z.string() })).parse(rows)
}
