import { randomUUID } from 'node:crypto'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { AuditPlan, expiryOf, limitsOf, windowOf } from '#lib/domain/audit-plan.ts'
import { demand } from '#lib/domain/permission.ts'
import { checkAuditPlan } from './check-audit-plan.ts'
import { describeAuditPlan } from './describe-audit-plan.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { plan: AuditPlan; by: Actor; now: Date }

/** Makes an audit. Nobody sees anything through it until an auditor is invited to it. */
export async function createAudit(db: Db, { plan: wanted, by, now }: Change): Promise<{ id: string }> {
  demand(by, 'audit.manage')
  const plan = AuditPlan.parse(wanted)
  const id = randomUUID()
  await inTransaction(db, async (client) => {
    await checkAuditPlan(client, plan, { by, now })
    const { from, until } = windowOf(plan)
    await client.query(
      `INSERT INTO audit (id, name, frameworks, window_from, window_to, limits, expires_at, created_by, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, plan.name, plan.frameworks, from, until, limitsOf(plan), expiryOf(plan), by.name, now],
    )
    const detail = await describeAuditPlan(client, plan)
    await writeAuditRow(client, { at: now, by, action: 'audit.created', object: `audit:${id}`, detail })
  })
  return { id }
}
