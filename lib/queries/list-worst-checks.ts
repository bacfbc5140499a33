import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { SEVERITIES, SEVERITY_WEIGHT, severityOf } from '#lib/domain/severity.ts'
import { findingRows } from './finding-rows.ts'
import { inScope } from './in-scope.ts'
import { type Part, within } from './within.ts'

const Row = z.object({
  checkId: z.number().int(),
  engine: z.string(),
  policy: z.string(),
  rule: z.string(),
  title: z.string().nullable(),
  worst: z.number().int().transform(severityOf),
  open: z.number().int(),
  weight: z.number(),
  subjects: z.number().int(),
  oldestAt: z.date(),
  pass: z.number().int(),
  judged: z.number().int(),
})

export type WorstCheck = z.infer<typeof Row>

const WEIGHTS = SEVERITIES.map((severity) => SEVERITY_WEIGHT[severity])

/**
 * The checks whose open findings weigh most (10 / 5 / 3 / 1 by severity), with the pairs of subject and check that pass
 * of those judged: `judged` is pass, fail, warn and error, each subject once. Skipped and excepted ones are in neither.
 */
export async function listWorstChecks(
  db: Db,
  scope: Scope,
  { limit, ...part }: { limit: number } & Part,
): Promise<WorstCheck[]> {
  const params: unknown[] = [WEIGHTS, limit]
  const { rows } = await db.sql.query(
    `WITH worst AS (
       SELECT f.check_id, count(*)::int AS open, sum(($1::float8[])[f.severity]) AS weight, min(f.severity)::int AS worst,
              count(DISTINCT (f.source_id, f.feed_id, f.subject))::int AS subjects, min(f.opened_at) AS "oldestAt"
       FROM ${findingRows(scope, 'open', params)} f WHERE ${within(scope, part, 'open', 'f', params)}
       GROUP BY f.check_id ORDER BY weight DESC, open DESC, check_id LIMIT $2),
     passing AS (
       ${passing(scope, part, params)} GROUP BY w.check_id)
     SELECT w.check_id AS "checkId", c.engine, c.policy, c.rule, c.title, w.worst, w.open, w.weight::float8 AS weight, w.subjects,
            w."oldestAt", p.pass, p.pass + w.subjects AS judged
     FROM worst w JOIN passing p USING (check_id) JOIN policy_check c ON c.id = w.check_id
     ORDER BY w.weight DESC, w.open DESC, w.check_id`,
    params,
  )
  return z.array(Row).parse(rows)
}

/** Subjects that pass: as they are now, or, in a window, as its last day that was counted has them. */
function passing(scope: Scope, part: Part, params: unknown[]): string {
  if (!scope.window)
    return `SELECT w.check_id, count(s.subject)::int AS pass
       FROM worst w LEFT JOIN subject_state s ON w.check_id = ANY (s.pass) AND s.gone_at IS NULL AND ${within(scope, part, 'subject', 's', params)}`
  const last = `(SELECT max(day) FROM roll_check_day r WHERE ${inScope(scope, 'checkDay', 'r', params)})`
  return `SELECT w.check_id, coalesce(sum(r.pass), 0)::int AS pass
       FROM worst w LEFT JOIN roll_check_day r ON r.check_id = w.check_id AND r.day = ${last} AND ${within(scope, { ...part, teamId: undefined }, 'checkDay', 'r', params)}`
}
