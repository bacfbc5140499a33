import type { Sql } from '#lib/db/connect.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { auditInScope } from '#lib/domain/audit-in-scope.ts'
import { type AuditPlan, expiryOf, limitsOf } from '#lib/domain/audit-plan.ts'
import { ProductError } from '#lib/errors.ts'

/** Refuses a plan that names what does not exist, that is over before it begins, or that shows more than `by` sees. */
export async function checkAuditPlan(
  client: Sql,
  plan: AuditPlan,
  { by, now }: { by: Actor; now: Date },
): Promise<void> {
  const limits = limitsOf(plan)
  const { rows } = await client.query<{ frameworks: number; sources: number; environments: number }>(
    `SELECT (SELECT count(*) FROM framework WHERE id = ANY ($1::text[])) AS frameworks,
       (SELECT count(*) FROM source WHERE id = ANY ($2::int[])) AS sources,
       (SELECT count(DISTINCT environment) FROM source WHERE environment = ANY ($3::text[])) AS environments`,
    [plan.frameworks, limits.sources ?? [], limits.environments ?? []],
  )
  const known = rows[0]
  for (const [kind, list] of [
    ['frameworks', plan.frameworks],
    ['sources', limits.sources],
    ['environments', limits.environments],
  ] as const)
    if (known?.[kind] !== new Set<string | number>(list).size)
      throw new ProductError('not-found', `One of the ${kind} does not exist any more.`)
  if (expiryOf(plan) <= now)
    throw new ProductError('invalid', 'The last day of access is over already. Choose a later one.')
  if (!auditInScope(by.scope, limits))
    throw new ProductError('forbidden', 'An audit cannot show more than you see. Choose among your own sources.')
}
