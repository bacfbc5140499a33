import type { CheckFilter } from '#lib/domain/check-filter.ts'
import { modeCode } from '#lib/domain/mode.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { severityCode } from '#lib/domain/severity.ts'
import { containing } from './containing.ts'
import { judgedAt } from './feed-times.ts'
import { findingRows } from './finding-rows.ts'
import { inScope } from './in-scope.ts'
import { modeInScope } from './mode-in-scope.ts'
import { frameworkInScope } from './state-in-scope.ts'

type Question = {
  filter: Pick<CheckFilter, 'q' | 'engine' | 'severity' | 'source' | 'mode' | 'mapped'>
  scope: Scope
  now: Date
}

/**
 * The checks of a filter as the WITH items of a query, the last of which is `x`: one row a check that runs somewhere in
 * scope, that says no to something, or that a policy there sets a mode for. `runs` has the sources of each.
 */
export function selectChecks({ filter, scope, now }: Question, params: unknown[]): string {
  const value = (given: unknown, type: string) => `$${params.push(given)}::${type}`
  const at = value(judgedAt(scope, now), 'timestamptz')
  const conditions = ['true']
  if (filter.engine) conditions.push(`c.engine = ${value(filter.engine, 'text')}`)
  if (filter.severity) conditions.push(`c.severity = ${value(severityCode(filter.severity), 'smallint')}`)
  if (filter.q)
    conditions.push(
      `concat_ws(' ', c.title, c.engine || '/' || c.policy || '/' || c.rule, c.category) ILIKE ${value(containing(filter.q), 'text')}`,
    )
  if (filter.source)
    conditions.push(
      `EXISTS (SELECT 1 FROM runs r JOIN source s ON s.id = r.source_id WHERE r.check_id = c.id AND s.name = ${value(filter.source, 'text')})`,
    )
  if (filter.mode === 'unknown') conditions.push('NOT EXISTS (SELECT 1 FROM modes m WHERE m.check_id = c.id)')
  else if (filter.mode)
    conditions.push(
      `EXISTS (SELECT 1 FROM modes m WHERE m.check_id = c.id AND m.mode = ${value(modeCode(filter.mode), 'smallint')})`,
    )
  if (filter.mapped) conditions.push(`controls ${filter.mapped === 'yes' ? '>' : '='} 0`)
  return `
    modes AS MATERIALIZED (
      SELECT m.* FROM check_mode m JOIN source s ON s.id = m.source_id AND s.removed_at IS NULL
      WHERE m.valid_from <= ${at} AND (m.valid_to IS NULL OR m.valid_to > ${at}) AND ${modeInScope(scope, 'm', params)}),
    counted AS MATERIALIZED (
      SELECT o.check_id, o.source_id, count(*)::int AS open FROM ${findingRows(scope, 'open', params)} o
      WHERE ${inScope(scope, 'open', 'o', params)} GROUP BY o.check_id, o.source_id),
    runs AS MATERIALIZED (
      SELECT u.check_id, u.source_id FROM (
        SELECT k.check_id, k.source_id FROM feed_check k
        WHERE (k.gone_at IS NULL OR k.gone_at > ${at}) AND ${inScope(scope, 'reported', 'k', params)}
        UNION SELECT check_id, source_id FROM counted
        UNION SELECT e.check_id, e.source_id FROM finding_excepted e WHERE ${inScope(scope, 'excepted', 'e', params)}
        UNION SELECT m.check_id, m.source_id FROM modes m WHERE ${inScope(scope, 'feed', 'm', params)}) u
      JOIN source s ON s.id = u.source_id AND s.removed_at IS NULL),
    x AS (
      SELECT c.*, coalesce(o.open, 0) AS open, n.controls
      FROM policy_check c
      JOIN (SELECT DISTINCT check_id FROM runs) r ON r.check_id = c.id
      LEFT JOIN (SELECT check_id, sum(open)::int AS open FROM counted GROUP BY check_id) o ON o.check_id = c.id
      CROSS JOIN LATERAL (
        SELECT count(DISTINCT (mc.framework_id, mc.control_id))::int AS controls FROM check_mapping cm JOIN mapping_control mc USING (mapping_id)
        WHERE cm.check_id = c.id AND ${frameworkInScope(scope, 'mc.framework_id', params)}) n
      WHERE ${conditions.map((condition) => `(${condition})`).join(' AND ')})`
}
