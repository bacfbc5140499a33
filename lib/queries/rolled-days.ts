import type { Scope } from '#lib/domain/scope.ts'
import { type Part, within } from './within.ts'

/**
 * A relation with one row a UTC day that was counted: `day, open, opened, baseline, fixed, closed`. `open` is an array by
 * severity code. Whoever sees everything reads the organisation's rollup; everybody else the sum of what is theirs.
 */
export function rolledDays(scope: Scope, part: Part, params: unknown[]): string {
  const isAll =
    scope.sources === 'all' &&
    scope.teams === 'all' &&
    !scope.window &&
    part.teamId === undefined &&
    part.sourceId === undefined
  if (isAll) return 'roll_org_day'
  return `(SELECT day, ARRAY[sum(r.open[1]), sum(r.open[2]), sum(r.open[3]), sum(r.open[4]), sum(r.open[5]), sum(r.open[6])]::int[] AS open,
                  sum(opened)::int AS opened, sum(baseline)::int AS baseline, sum(fixed)::int AS fixed, sum(closed)::int AS closed
           FROM roll_team_day r WHERE ${within(scope, part, 'day', 'r', params)} GROUP BY day)`
}
