import type { Db } from '#lib/db/connect.ts'

const MAX_FAILURES = 10
const WINDOW = '15 minutes'

/** Until when an address is locked; undefined when it is not. Known or not makes no difference. */
export async function lockedUntil(db: Db, email: string, now: Date): Promise<Date | undefined> {
  const { rows } = await db.sql.query<{ until: Date }>(
    'SELECT locked_until AS until FROM sign_in_failure WHERE email = $1 AND locked_until > $2',
    [email, now],
  )
  return rows[0]?.until
}

/** Counts a failed try. Ten within a quarter of an hour lock the address for as long; answers until when, if so. */
export async function countFailure(db: Db, email: string, now: Date): Promise<Date | undefined> {
  const { rows } = await db.sql.query<{ until: Date | null }>(
    `INSERT INTO sign_in_failure AS f (email, failures, last_at) VALUES ($1, 1, $2)
     ON CONFLICT (email) DO UPDATE SET last_at = $2,
       failures = CASE WHEN f.last_at > $2::timestamptz - interval '${WINDOW}' AND f.locked_until IS NULL THEN f.failures + 1 ELSE 1 END,
       locked_until = CASE WHEN f.last_at > $2::timestamptz - interval '${WINDOW}' AND f.locked_until IS NULL AND f.failures + 1 >= ${MAX_FAILURES}
                           THEN $2::timestamptz + interval '${WINDOW}' END
     RETURNING locked_until AS until`,
    [email, now],
  )
  return rows[0]?.until ?? undefined
}

export async function forgetFailures(db: Db, email: string): Promise<void> {
  await db.sql.query('DELETE FROM sign_in_failure WHERE email = $1', [email])
}
