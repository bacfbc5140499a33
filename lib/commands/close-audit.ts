import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { lockAudit } from './lock-audit.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { id: string; by: Actor; now: Date }

/** Ends an audit for good: its auditors are signed out and cannot come back. One that was closed before stays as it is. */
export async function closeAudit(db: Db, { id, by, now }: Change): Promise<void> {
  demand(by, 'audit.manage')
  await inTransaction(db, async (client) => {
    const { plan, isClosed } = await lockAudit(client, id, by)
    if (isClosed) return
    await client.query('UPDATE audit SET closed_at = $2 WHERE id = $1', [id, now])
    await client.query('DELETE FROM session WHERE user_id IN (SELECT id FROM "user" WHERE audit_id = $1)', [id])
    const detail = { name: plan.name }
    await writeAuditRow(client, { at: now, by, action: 'audit.closed', object: `audit:${id}`, detail })
  })
}
