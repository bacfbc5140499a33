import { z } from 'zod'
import { CONTROL_STATES } from '#lib/controls/control-state.ts'
import type { Db } from '#lib/db/connect.ts'
import { BASES } from '#lib/domain/basis.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { isReported } from './is-reported.ts'
import { frameworkInScope, stateInScope } from './state-in-scope.ts'

const Row = z.object({
  framework: z.string(),
  frameworkTitle: z.string(),
  control: z.string(),
  displayId: z.string(),
  title: z.string(),
  basis: z.enum(BASES),
  rationale: z.string(),
  state: z.enum(CONTROL_STATES).nullable(),
  day: z.string().nullable(),
})
export type FindingControl = z.infer<typeof Row>

/** The controls a check speaks for, each once with its best basis, and their latest state in an environment. */
export async function listFindingControls(
  db: Db,
  scope: Scope,
  { checkId, environment }: { checkId: number; environment: string },
): Promise<FindingControl[]> {
  const params: unknown[] = [checkId, environment, BASES]
  const { rows } = await db.sql.query(
    `SELECT w.title AS "frameworkTitle", k.framework, k.control, k.basis, k.rationale, c.title,
       coalesce(c.facts ->> 'display_id', c.id) AS "displayId", d.state, d.day
     FROM (
       SELECT DISTINCT ON (mc.framework_id, mc.control_id)
         mc.framework_id AS framework, mc.control_id AS control, mc.basis, m.rationale
       FROM check_mapping cm JOIN mapping m ON m.id = cm.mapping_id JOIN mapping_control mc ON mc.mapping_id = m.id
       WHERE cm.check_id = $1 AND EXISTS (SELECT 1 FROM policy_check c WHERE c.id = $1 AND ${isReported(scope, params, 'ever')})
         AND ${frameworkInScope(scope, 'mc.framework_id', params)}
       ORDER BY mc.framework_id, mc.control_id, array_position($3::text[], mc.basis)) k
     JOIN framework w ON w.id = k.framework
     JOIN control c ON c.framework_id = k.framework AND c.id = k.control AND c.active
     LEFT JOIN LATERAL (
       SELECT state, day FROM control_state_day d
       WHERE d.environment = $2 AND d.framework = k.framework AND d.control_id = k.control
         AND ${stateInScope(scope, 'd', params)}
       ORDER BY day DESC LIMIT 1) d ON true
     ORDER BY w.position, c.position`,
    params,
  )
  return z.array(Row).parse(rows)
}
