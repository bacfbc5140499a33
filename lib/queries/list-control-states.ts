import { z } from 'zod'
import { CONTROL_STATES, NOT_ASSESSED_REASONS } from '#lib/controls/control-state.ts'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { frameworkInScope, stateInScope } from './state-in-scope.ts'
import { StoredPart } from './stored-part.ts'

const Row = z.object({
  id: z.string(),
  title: z.string(),
  section: z.string(),
  parentId: z.string().nullable(),
  automation: z.enum(['partial', 'manual', 'rollup']),
  displayId: z.string(),
  state: z.enum(CONTROL_STATES),
  reason: z.enum(NOT_ASSESSED_REASONS).nullable(),
  exceptions: z.boolean(),
  stale: z.boolean(),
  parts: z.array(StoredPart),
})
export type ControlStateRow = z.infer<typeof Row>

/**
 * The active controls of a framework in catalogue order, with their stored states on a day with states (see getStateDay).
 * One that has no stored state is not assessed: without a mapping, or without data where a mapping entry names it.
 */
export async function listControlStates(
  db: Db,
  scope: Scope,
  { framework, environment, day }: { framework: string; environment: string; day: string | undefined },
): Promise<ControlStateRow[]> {
  const params: unknown[] = [framework, environment, day ?? null]
  const { rows } = await db.sql.query(
    `SELECT c.id, c.title, c.section, c.parent_id AS "parentId", c.automation, coalesce(c.facts ->> 'display_id', c.id) AS "displayId",
       coalesce(d.state, 'not_assessed') AS state,
       CASE WHEN d.state IS NOT NULL THEN d.reason
            WHEN EXISTS (SELECT 1 FROM mapping_control m WHERE m.framework_id = c.framework_id AND m.control_id = c.id) THEN 'no_data'
            ELSE 'no_mapping' END AS reason,
       coalesce(d.exceptions, false) AS exceptions, coalesce(d.stale, false) AS stale, coalesce(d.parts, '[]') AS parts
     FROM control c
     LEFT JOIN control_state_day d ON d.environment = $2 AND d.day = $3 AND d.framework = c.framework_id AND d.control_id = c.id
       AND ${stateInScope(scope, 'd', params)}
     WHERE c.framework_id = $1 AND c.active AND ${frameworkInScope(scope, 'c.framework_id', params)}
     ORDER BY c.position`,
    params,
  )
  return z.array(Row).parse(rows)
}
