import { randomUUID } from 'node:crypto'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { ProductError } from '#lib/errors.ts'
import { bundleWindow, type Period } from '#lib/evidence/bundle-window.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Request = { period: Period; kind: 'monthly' | 'on-demand'; actor: string; address?: string | undefined; now: Date }

/**
 * Puts a bundle in the queue: the worker takes what is queued. A period that has not begun is `invalid`; one whose
 * bundle is queued or being made is a `conflict`. Sequence numbers have no holes that a request could make.
 */
export async function requestBundle(
  db: Db,
  { period, kind, actor, address, now }: Request,
): Promise<{ id: string; sequence: number }> {
  const { start, end } = bundleWindow(period, now)
  return inTransaction(db, async (client) => {
    await client.query('LOCK TABLE bundle IN SHARE ROW EXCLUSIVE MODE')
    const { rows: waiting } = await client.query<{ sequence: number }>(
      `SELECT sequence FROM bundle WHERE period_start = $1 AND period_end = $2 AND state IN ('queued', 'running')`,
      [start, end],
    )
    if (waiting[0])
      throw new ProductError('conflict', `bundle ${waiting[0].sequence} of this period is being made already`)
    const { rows } = await client.query<{ id: string; sequence: number }>(
      `INSERT INTO bundle (id, sequence, kind, period_start, period_end, state, requested_by, requested_at)
       SELECT $1, coalesce(max(sequence), 0) + 1, $2, $3, $4, 'queued', $5, $6 FROM bundle RETURNING id, sequence`,
      [randomUUID(), kind, start, end, actor, now],
    )
    const made = rows[0]
    if (!made) throw new Error('the bundle was not queued')
    const detail = { sequence: made.sequence, kind, start, end }
    await writeAuditRow(client, {
      at: now,
      actor,
      action: 'bundle.requested',
      object: `bundle:${made.id}`,
      detail,
      address,
    })
    return made
  })
}
