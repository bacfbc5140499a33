import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { judgedAt } from './feed-times.ts'
import { inScope } from './in-scope.ts'

/** Days a rate is taken over. */
export const RATE_DAYS = 28

const Row = z.object({
  teamId: z.number().int(),
  isBefore: z.boolean(),
  days: z.number().int(),
  observed: z.number(),
  expected: z.number(),
  weightedObserved: z.number(),
  weightedExpected: z.number(),
  subjectDays: z.number(),
})
export type TeamRates = z.infer<typeof Row>

/**
 * What each team was judged on and violated in the last 28 UTC days, and (`isBefore`) in the 28 before. `observed` and
 * `expected` are means over the team's counted days; the weighted ones are sums. Days without a scan count for nobody.
 */
export async function listTeamRates(db: Db, scope: Scope, now: Date): Promise<TeamRates[]> {
  const params: unknown[] = [judgedAt(scope, now), RATE_DAYS]
  const { rows } = await db.sql.query(
    `SELECT r.team_id AS "teamId", r.day <= t.today - $2::int AS "isBefore", count(DISTINCT r.day)::int AS days,
            (sum(r.observed) / count(DISTINCT r.day))::float8 AS observed, (sum(r.expected) / count(DISTINCT r.day))::float8 AS expected,
            sum(r.observed_w)::float8 AS "weightedObserved", sum(r.expected_w)::float8 AS "weightedExpected",
            sum(r.subjects)::float8 AS "subjectDays"
     FROM roll_team_day r, (SELECT ($1::timestamptz AT TIME ZONE 'UTC')::date AS today) t
     WHERE r.day > t.today - 2 * $2::int AND r.day <= t.today AND r.expected IS NOT NULL AND r.team_id <> 0
       AND ${inScope(scope, 'day', 'r', params)}
     GROUP BY 1, 2`,
    params,
  )
  return z.array(Row).parse(rows)
}
