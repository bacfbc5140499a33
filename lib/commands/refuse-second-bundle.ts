import type { Db } from '#lib/db/connect.ts'
import { ProductError } from '#lib/errors.ts'
import type { Period } from '#lib/evidence/bundle-window.ts'

/** Throws a `conflict` while a bundle of the same period and audit is queued or being made. */
export async function refuseSecondBundle(db: Db, { start, end }: Period, auditId: string | null): Promise<void> {
  const { rows } = await db.sql.query<{ sequence: number }>(
    `SELECT sequence FROM bundle WHERE period_start = $1 AND period_end = $2 AND audit_id IS NOT DISTINCT FROM $3
       AND state IN ('queued', 'running')`,
    [start, end, auditId],
  )
  if (rows[0]) throw new ProductError('conflict', `bundle ${rows[0].sequence} of this period is being made already`)
}
