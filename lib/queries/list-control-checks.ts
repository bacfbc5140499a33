import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { BASES } from '#lib/domain/basis.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { severityOf } from '#lib/domain/severity.ts'
import { isReported } from './is-reported.ts'
import { frameworkInScope } from './state-in-scope.ts'

const Row = z.object({
  checkId: z.number(),
  engine: z.string(),
  policy: z.string(),
  rule: z.string(),
  title: z.string().nullable(),
  severity: z.number().transform(severityOf),
  mappings: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      basis: z.enum(BASES),
      rationale: z.string(),
      sources: z.array(z.string()),
      isClass: z.boolean(),
    }),
  ),
})
export type ControlCheck = z.infer<typeof Row>

/** The checks that sources have reported and that speak for a control, each with its mapping entries, best basis first. */
export async function listControlChecks(
  db: Db,
  scope: Scope,
  { framework, control }: { framework: string; control: string },
): Promise<ControlCheck[]> {
  const params: unknown[] = [framework, control, BASES]
  const { rows } = await db.sql.query(
    `SELECT c.id AS "checkId", c.engine, c.policy, c.rule, c.title, c.severity,
       jsonb_agg(jsonb_build_object('id', m.id, 'title', m.title, 'basis', mc.basis, 'rationale', m.rationale, 'sources', mc.sources,
         'isClass', coalesce(m.match ->> 'check' LIKE '%*', false)) ORDER BY array_position($3::text[], mc.basis), m.id) AS mappings
     FROM mapping_control mc
     JOIN mapping m ON m.id = mc.mapping_id
     JOIN check_mapping cm ON cm.mapping_id = m.id
     JOIN policy_check c ON c.id = cm.check_id
     WHERE mc.framework_id = $1 AND mc.control_id = $2
       AND ${frameworkInScope(scope, 'mc.framework_id', params)} AND ${isReported(scope, params)}
     GROUP BY c.id ORDER BY c.engine, c.policy, c.rule`,
    params,
  )
  return z.array(Row).parse(rows)
}
