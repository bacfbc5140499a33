import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { environmentInScope } from './state-in-scope.ts'

const Row = z.object({ environment: z.string(), sources: z.number() })
export type Environment = z.infer<typeof Row>

/** The environments that have a source, or that had one and have states, production first. */
export async function listEnvironments(db: Db, scope: Scope): Promise<Environment[]> {
  const params: unknown[] = []
  const { rows } = await db.sql.query(
    `SELECT e.environment, count(s.id)::int AS sources
     FROM (SELECT environment FROM source WHERE removed_at IS NULL UNION SELECT environment FROM control_state_day) e
     LEFT JOIN source s ON s.environment = e.environment AND s.removed_at IS NULL
     WHERE ${environmentInScope(scope, 'e.environment', params)}
     GROUP BY e.environment ORDER BY e.environment <> 'production', e.environment`,
    params,
  )
  return z.array(Row).parse(rows)
}
