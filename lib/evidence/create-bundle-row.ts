import { randomUUID } from 'node:crypto'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { bundleWindow, type Period } from './bundle-window.ts'

type Wanted = {
  kind: 'monthly' | 'on-demand'
  period: Period
  by: Actor
  now: Date
  /** `running` when the caller makes it at once, so that no worker takes it. */
  state?: 'queued' | 'running'
  /** Holds what this audit covers instead of everything. */
  auditId?: string
}

/** Gives a bundle the next number and notes who asked for it. Numbers have no hole, also when many ask at once. */
export async function createBundleRow(db: Db, wanted: Wanted): Promise<{ id: string; sequence: number }> {
  const { kind, period, by, now, state = 'queued', auditId } = wanted
  bundleWindow(period, now)
  return inTransaction(db, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('bundle-sequence'))`)
    const { rows } = await client.query<{ id: string; sequence: number }>(
      `INSERT INTO bundle (id, sequence, kind, period_start, period_end, state, requested_by, requested_at, audit_id)
       SELECT $1, coalesce(max(sequence), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM bundle RETURNING id, sequence`,
      [randomUUID(), kind, period.start, period.end, state, by.name, now, auditId ?? null],
    )
    const row = rows[0]
    if (!row) throw new Error('the bundle was not recorded')
    const detail = {
      kind,
      start: period.start,
      end: period.end,
      sequence: row.sequence,
      ...(auditId && { audit: auditId }),
    }
    await writeAuditRow(client, {
      at: now,
      by,
      action: 'bundle.requested',
      object: `bundle:${row.id}`,
      detail,
    })
    return row
  })
}
