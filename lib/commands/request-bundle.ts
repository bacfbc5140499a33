import type { Db } from '#lib/db/connect.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import type { Period } from '#lib/evidence/bundle-window.ts'
import { createBundleRow } from '#lib/evidence/create-bundle-row.ts'

type Request = { period: Period; kind: 'monthly' | 'on-demand'; by: Actor; now: Date }

/**
 * Puts a bundle in the queue, from which a worker takes it. A period that has not begun is `invalid`; one whose bundle is
 * queued or being made already is a `conflict`.
 */
export async function requestBundle(
  db: Db,
  { period, kind, by, now }: Request,
): Promise<{ id: string; sequence: number }> {
  demand(by, 'bundle.make')
  const { rows } = await db.sql.query<{ sequence: number }>(
    `SELECT sequence FROM bundle WHERE period_start = $1 AND period_end = $2 AND state IN ('queued', 'running')`,
    [period.start, period.end],
  )
  if (rows[0]) throw new ProductError('conflict', `bundle ${rows[0].sequence} of this period is being made already`)
  return createBundleRow(db, { kind, period, by, now })
}
