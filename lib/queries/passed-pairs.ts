import type { Scope } from '#lib/domain/scope.ts'
import { findingRows } from './finding-rows.ts'
import { inScope } from './in-scope.ts'

/**
 * Pairs of check and subject that were judged, and those that passed, as a subquery (check_id, pass, judged) for the
 * checks of `page` and their sources in `runs`. Whoever sees all teams gets the day's rollup of each source, others their
 * own subjects counted.
 */
export function passedPairs(scope: Scope, params: unknown[]): string {
  if (scope.teams === 'all')
    return `
      SELECT r.check_id, sum(d.pass)::int AS pass, sum(d.judged)::int AS judged
      FROM runs r JOIN page ON page.id = r.check_id
      CROSS JOIN LATERAL (
        SELECT d.pass, d.pass + d.fail + d.warn + d.error AS judged FROM roll_check_day d
        WHERE d.source_id = r.source_id AND d.check_id = r.check_id AND ${inScope(scope, 'checkDay', 'd', params)}
        ORDER BY d.day DESC LIMIT 1) d
      GROUP BY r.check_id`
  const own = inScope(scope, 'subject', 'k', params)
  const open = inScope(scope, 'open', 'o', params)
  return `
    SELECT check_id, sum(pass)::int AS pass, count(*)::int AS judged FROM (
      SELECT p.check_id, 1 AS pass FROM subject_state k CROSS JOIN LATERAL unnest(k.pass) AS p (check_id)
      WHERE k.gone_at IS NULL AND ${own} AND p.check_id IN (SELECT id FROM page)
      UNION ALL
      SELECT DISTINCT ON (o.source_id, o.feed_id, o.subject, o.check_id) o.check_id, 0 FROM ${findingRows(scope, 'open', params)} o
      WHERE o.check_id IN (SELECT id FROM page) AND ${open}) judged
    GROUP BY check_id`
}
