import { z } from 'zod'
import type { Sql } from '#lib/db/connect.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { auditInScope } from '#lib/domain/audit-in-scope.ts'
import type { AuditPlan } from '#lib/domain/audit-plan.ts'
import { Limits } from '#lib/domain/grant.ts'
import { ProductError } from '#lib/errors.ts'

const Row = z.object({
  name: z.string(),
  frameworks: z.array(z.string()),
  from: z.string(),
  to: z.string(),
  limits: Limits.omit({ teams: true }),
  expiresOn: z.string(),
  isClosed: z.boolean(),
})

/** Keeps an audit as it is until the transaction ends, and answers its plan. One that `by` does not see is not found. */
export async function lockAudit(client: Sql, id: string, by: Actor): Promise<{ plan: AuditPlan; isClosed: boolean }> {
  const { rows } = await client.query(
    `SELECT name, frameworks, limits, closed_at IS NOT NULL AS "isClosed", ${dayOf('window_from')} AS "from",
       ${dayOf(`window_to - interval '1 day'`)} AS "to", ${dayOf(`expires_at - interval '1 day'`)} AS "expiresOn"
     FROM audit WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  )
  const audit = z.array(Row).parse(rows)[0]
  if (!audit || !auditInScope(by.scope, audit.limits)) throw new ProductError('not-found', 'The audit does not exist.')
  const { limits, isClosed, ...rest } = audit
  return { plan: { ...rest, ...limits }, isClosed }
}

const dayOf = (moment: string): string => `to_char((${moment}) AT TIME ZONE 'UTC', 'YYYY-MM-DD')`
