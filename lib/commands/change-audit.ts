import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { AuditPlan, expiryOf, limitsOf, windowOf } from '#lib/domain/audit-plan.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { checkAuditPlan } from './check-audit-plan.ts'
import { describeAuditPlan } from './describe-audit-plan.ts'
import { lockAudit } from './lock-audit.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { id: string; plan: AuditPlan; by: Actor; now: Date }

/** Changes what an audit's people may look at and until when; from their next click on. One that is over comes back so. */
export async function changeAudit(db: Db, { id, plan: wanted, by, now }: Change): Promise<void> {
  demand(by, 'audit.manage')
  const plan = AuditPlan.parse(wanted)
  await inTransaction(db, async (client) => {
    const old = await lockAudit(client, id, by)
    if (old.isClosed) throw new ProductError('conflict', 'The audit is closed. Create another one.')
    await checkAuditPlan(client, plan, { by, now })
    const [before, after] = [await describeAuditPlan(client, old.plan), await describeAuditPlan(client, plan)]
    if (JSON.stringify(before) === JSON.stringify(after)) return
    const { from, until } = windowOf(plan)
    await client.query(
      `UPDATE audit SET name = $2, frameworks = $3, window_from = $4, window_to = $5, limits = $6, expires_at = $7 WHERE id = $1`,
      [id, plan.name, plan.frameworks, from, until, limitsOf(plan), expiryOf(plan)],
    )
    const detail = { before, after }
    await writeAuditRow(client, { at: now, by, action: 'audit.changed', object: `audit:${id}`, detail })
  })
}
