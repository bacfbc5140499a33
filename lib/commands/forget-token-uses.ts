import type { Db } from '#lib/db/connect.ts'

/** Forgets which source a pipeline's own token stayed with, once the token is refused for its age whatever the clocks say. */
export async function forgetTokenUses(db: Db, now: Date): Promise<void> {
  await db.sql.query(`DELETE FROM token_use WHERE expires_at < $1::timestamptz - interval '5 minutes'`, [now])
}
