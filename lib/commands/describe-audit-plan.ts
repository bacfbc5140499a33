import type { Sql } from '#lib/db/connect.ts'
import { type AuditPlan, limitsOf } from '#lib/domain/audit-plan.ts'

/** A plan as the audit log has it: with sources by name, so that it can be read when they are gone. */
export async function describeAuditPlan(client: Sql, plan: AuditPlan): Promise<Record<string, unknown>> {
  const { sources, environments } = limitsOf(plan)
  const { rows } = await client.query<{ name: string }>(
    'SELECT name FROM source WHERE id = ANY ($1::int[]) ORDER BY name',
    [sources ?? []],
  )
  return {
    name: plan.name,
    frameworks: plan.frameworks.toSorted(),
    window: `${plan.from}..${plan.to}`,
    ...(sources && { sources: rows.map(({ name }) => name) }),
    ...(environments && { environments }),
    expiresOn: plan.expiresOn,
  }
}
