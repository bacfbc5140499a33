import { z } from 'zod'
import { CONTROL_STATES } from '#lib/controls/control-state.ts'
import { type Coverage, coverageOf } from '#lib/controls/coverage.ts'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { frameworkInScope, stateInScope } from './state-in-scope.ts'

const Row = z.object({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  licenceNote: z.string(),
  states: z.array(z.object({ state: z.enum(CONTROL_STATES), exceptions: z.boolean(), count: z.number() })),
})
export type FrameworkSummary = Omit<z.infer<typeof Row>, 'states'> & Coverage & { counts: Record<string, number> }

/**
 * Every framework with its coverage and conformance in an environment on a day with states (see getStateDay). An active
 * control without a stored state counts as not assessed; headings are left out.
 */
export async function listFrameworks(
  db: Db,
  scope: Scope,
  { environment, day }: { environment: string; day: string | undefined },
): Promise<FrameworkSummary[]> {
  const params: unknown[] = [environment, day ?? null]
  const { rows } = await db.sql.query(
    `SELECT f.id, f.title, f.version, f.licence_note AS "licenceNote",
       coalesce(jsonb_agg(jsonb_build_object('state', c.state, 'exceptions', c.exceptions, 'count', c.n)
         ORDER BY c.state, c.exceptions) FILTER (WHERE c.n > 0), '[]') AS states
     FROM framework f
     LEFT JOIN LATERAL (
       SELECT coalesce(d.state, 'not_assessed') AS state, coalesce(d.exceptions, false) AS exceptions, count(*) AS n
       FROM control c
       LEFT JOIN control_state_day d ON d.environment = $1 AND d.day = $2 AND d.framework = c.framework_id AND d.control_id = c.id
         AND ${stateInScope(scope, 'd', params)}
       WHERE c.framework_id = f.id AND c.active AND c.automation <> 'rollup'
       GROUP BY 1, 2) c ON true
     WHERE ${frameworkInScope(scope, 'f.id', params)}
     GROUP BY f.id ORDER BY f.position`,
    params,
  )
  return z
    .array(Row)
    .parse(rows)
    .map(({ states, ...framework }) => {
      const counts: Record<string, number> = {}
      for (const { state, count } of states) counts[state] = (counts[state] ?? 0) + count
      const each = states.flatMap(({ state, exceptions, count }) =>
        Array.from({ length: count }, () => ({ state, ...(exceptions && { exceptions: true as const }) })),
      )
      return { ...framework, ...coverageOf(each), counts }
    })
}
