import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { isReported } from './is-reported.ts'
import { frameworkInScope } from './state-in-scope.ts'

const Row = z.object({ engine: z.string(), count: z.number(), titles: z.array(z.string()) })
export type IdleMappings = z.infer<typeof Row>

/** Mapping entries that would speak for a control if some source reported their checks: by engine, with up to 60 different titles. */
export async function listIdleMappings(
  db: Db,
  scope: Scope,
  { framework, control }: { framework: string; control: string },
): Promise<IdleMappings[]> {
  const params: unknown[] = [framework, control]
  const { rows } = await db.sql.query(
    `SELECT m.engine, count(*)::int AS count, (array_agg(DISTINCT m.title ORDER BY m.title))[:60] AS titles
     FROM mapping_control mc JOIN mapping m ON m.id = mc.mapping_id
     WHERE mc.framework_id = $1 AND mc.control_id = $2 AND ${frameworkInScope(scope, 'mc.framework_id', params)}
       AND NOT EXISTS (
         SELECT 1 FROM check_mapping cm JOIN policy_check c ON c.id = cm.check_id
         WHERE cm.mapping_id = m.id AND ${isReported(scope, params)})
     GROUP BY m.engine ORDER BY count(*) DESC, m.engine`,
    params,
  )
  return z.array(Row).parse(rows)
}
