import { z } from 'zod'
import { CONTROL_STATES, NOT_ASSESSED_REASONS } from '#lib/controls/control-state.ts'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { frameworkInScope, stateInScope } from './state-in-scope.ts'
import { StoredPart } from './stored-part.ts'

const Row = z.object({
  framework: z.string(),
  frameworkTitle: z.string(),
  licenceNote: z.string(),
  id: z.string(),
  displayId: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  section: z.string(),
  parentId: z.string().nullable(),
  automation: z.enum(['partial', 'manual', 'rollup']),
  active: z.boolean(),
  facts: z.record(z.string(), z.unknown()),
  state: z.enum(CONTROL_STATES),
  reason: z.enum(NOT_ASSESSED_REASONS).nullable(),
  exceptions: z.boolean(),
  stale: z.boolean(),
  parts: z.array(StoredPart),
})
export type Control = z.infer<typeof Row>

type Asked = { framework: string; control: string; environment: string; day: string | undefined }

/** One control with its stored state on a day with states (see getStateDay); undefined when the catalogue has no such control. */
export async function getControl(
  db: Db,
  scope: Scope,
  { framework, control, environment, day }: Asked,
): Promise<Control | undefined> {
  const params: unknown[] = [framework, control, environment, day ?? null]
  const { rows } = await db.sql.query(
    `SELECT c.framework_id AS framework, f.title AS "frameworkTitle", f.licence_note AS "licenceNote", c.id,
       coalesce(c.facts ->> 'display_id', c.id) AS "displayId", c.title, c.description, c.section, c.parent_id AS "parentId",
       c.automation, c.active, c.facts, coalesce(d.state, 'not_assessed') AS state,
       CASE WHEN d.state IS NOT NULL THEN d.reason
            WHEN EXISTS (SELECT 1 FROM mapping_control m WHERE m.framework_id = c.framework_id AND m.control_id = c.id) THEN 'no_data'
            ELSE 'no_mapping' END AS reason,
       coalesce(d.exceptions, false) AS exceptions, coalesce(d.stale, false) AS stale, coalesce(d.parts, '[]') AS parts
     FROM control c
     JOIN framework f ON f.id = c.framework_id
     LEFT JOIN control_state_day d ON d.environment = $3 AND d.day = $4 AND d.framework = c.framework_id AND d.control_id = c.id
       AND ${stateInScope(scope, 'd', params)}
     WHERE c.framework_id = $1 AND c.id = $2 AND ${frameworkInScope(scope, 'c.framework_id', params)}`,
    params,
  )
  return z.array(Row).parse(rows)[0]
}
