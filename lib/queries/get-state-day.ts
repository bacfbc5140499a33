import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { stateInScope } from './state-in-scope.ts'

const Row = z.object({
  day: z.iso.date(),
  computedAt: z.date(),
  ruleVersion: z.string(),
  mappingVersion: z.string(),
})
/** The day whose states are shown, and when and by what they were made. */
export type StateDay = z.infer<typeof Row>

/** The last day up to `asOf` with control states of an environment; undefined when there is none. */
export async function getStateDay(
  db: Db,
  scope: Scope,
  { environment, asOf }: { environment: string; asOf: string },
): Promise<StateDay | undefined> {
  const params: unknown[] = [environment, asOf]
  const { rows } = await db.sql.query(
    `SELECT day, computed_at AS "computedAt", rule_version AS "ruleVersion", mapping_version AS "mappingVersion"
     FROM control_state_day d
     WHERE d.environment = $1 AND d.day <= $2 AND ${stateInScope(scope, 'd', params)}
     ORDER BY d.day DESC, d.computed_at LIMIT 1`,
    params,
  )
  return z.array(Row).parse(rows)[0]
}
