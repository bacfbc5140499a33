import { z } from 'zod'
import { CONTROL_STATES, NOT_ASSESSED_REASONS } from '#lib/controls/control-state.ts'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { stateInScope } from './state-in-scope.ts'

const Row = z.object({
  day: z.iso.date(),
  state: z.enum(CONTROL_STATES).nullable(),
  reason: z.enum(NOT_ASSESSED_REASONS).nullable(),
  exceptions: z.boolean(),
  failing: z.number(),
})
export type ControlDay = z.infer<typeof Row>

type Asked = { framework: string; control: string; environment: string; until: string; days: number }

/** The state of a control on each of the last days up to `until`, oldest first. A day nobody derived it on has no state. */
export async function listControlHistory(
  db: Db,
  scope: Scope,
  { framework, control, environment, until, days }: Asked,
): Promise<ControlDay[]> {
  const params: unknown[] = [framework, control, environment, until, days - 1]
  const { rows } = await db.sql.query(
    `SELECT g.day::date AS day, d.state, d.reason, coalesce(d.exceptions, false) AS exceptions,
       coalesce((SELECT sum((part ->> 'fail')::int) FROM jsonb_array_elements(d.parts) part), 0)::int AS failing
     FROM generate_series($4::date - $5::int, $4::date, interval '1 day') AS g (day)
     LEFT JOIN control_state_day d ON d.environment = $3 AND d.framework = $1 AND d.control_id = $2 AND d.day = g.day::date
       AND ${stateInScope(scope, 'd', params)}
     ORDER BY g.day`,
    params,
  )
  return z.array(Row).parse(rows)
}
