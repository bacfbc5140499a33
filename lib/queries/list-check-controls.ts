import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { BASES } from '#lib/domain/basis.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { isReported } from './is-reported.ts'
import { frameworkInScope } from './state-in-scope.ts'

const Row = z.object({
  checkId: z.number(),
  framework: z.string(),
  control: z.string(),
  title: z.string(),
  basis: z.enum(BASES),
})
export type CheckControl = z.infer<typeof Row>

/** The active controls that checks speak for, each once a check with its best basis, in the order of the catalogues. */
export async function listCheckControls(db: Db, scope: Scope, checkIds: readonly number[]): Promise<CheckControl[]> {
  const params: unknown[] = [checkIds, BASES]
  const { rows } = await db.sql.query(
    `SELECT m.check_id AS "checkId", m.framework_id AS framework, m.control_id AS control, k.title, m.basis
     FROM (SELECT DISTINCT ON (cm.check_id, mc.framework_id, mc.control_id) cm.check_id, mc.framework_id, mc.control_id, mc.basis
           FROM check_mapping cm JOIN mapping_control mc USING (mapping_id) JOIN policy_check c ON c.id = cm.check_id
           WHERE cm.check_id = ANY ($1::int[]) AND ${isReported(scope, params, 'ever')} AND ${frameworkInScope(scope, 'mc.framework_id', params)}
           ORDER BY cm.check_id, mc.framework_id, mc.control_id, array_position($2::text[], mc.basis)) m
     JOIN framework f ON f.id = m.framework_id
     JOIN control k ON k.framework_id = m.framework_id AND k.id = m.control_id AND k.active
     ORDER BY m.check_id, f.position, k.position`,
    params,
  )
  return z.array(Row).parse(rows)
}
