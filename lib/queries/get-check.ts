import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { severityOf } from '#lib/domain/severity.ts'
import { findingRows } from './finding-rows.ts'
import { inScope } from './in-scope.ts'
import { isReported } from './is-reported.ts'

const Row = z.object({
  id: z.number(),
  engine: z.string(),
  policy: z.string(),
  rule: z.string(),
  title: z.string().nullable(),
  category: z.string().nullable(),
  severity: z.number().transform(severityOf),
  description: z.string().nullable(),
  helpUri: z.string().nullable(),
  firstAt: z.date(),
  open: z.number(),
  excepted: z.number(),
  environments: z.array(z.string()),
})
export type CheckFacts = z.infer<typeof Row>

/** One check with what it means and how much it says no to; undefined for whoever may not know of it. */
export async function getCheck(db: Db, scope: Scope, id: number): Promise<CheckFacts | undefined> {
  const params: unknown[] = [id]
  const { rows } = await db.sql.query(
    `SELECT c.id, c.engine, c.policy, c.rule, c.title, c.category, c.severity, c.description, c.help_uri AS "helpUri", c.first_at AS "firstAt",
       (SELECT count(*)::int FROM ${findingRows(scope, 'open', params)} o WHERE o.check_id = c.id AND ${inScope(scope, 'open', 'o', params)}) AS open,
       (SELECT count(*)::int FROM finding_excepted e WHERE e.check_id = c.id AND ${inScope(scope, 'excepted', 'e', params)}) AS excepted,
       ARRAY(SELECT s.environment FROM (
           SELECT source_id FROM feed_check k WHERE k.check_id = c.id AND ${inScope(scope, 'reported', 'k', params)}
           UNION SELECT source_id FROM ${findingRows(scope, 'open', params)} o WHERE o.check_id = c.id AND ${inScope(scope, 'open', 'o', params)}) u
         JOIN source s ON s.id = u.source_id WHERE s.removed_at IS NULL GROUP BY s.environment
         ORDER BY count(*) DESC, s.environment) AS environments
     FROM policy_check c
     WHERE c.id = $1 AND (${isReported(scope, params, 'ever')} OR EXISTS (
         SELECT 1 FROM event_day e WHERE e.check_id = c.id AND ${inScope(scope, 'eventDay', 'e', params)}) OR EXISTS (
       SELECT 1 FROM policy_object p WHERE c.id = ANY (p.check_ids) AND p.engine = c.engine AND p.policy = c.policy
         AND ${inScope(scope, 'policy', 'p', params)}))`,
    params,
  )
  return z.array(Row).parse(rows)[0]
}
