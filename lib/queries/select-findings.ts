import { CAUSES, closeReasonCode } from '#lib/domain/closing.ts'
import type { FindingState } from '#lib/domain/finding-cursor.ts'
import { type FindingFilter, NO_TEAM } from '#lib/domain/finding-filter.ts'
import { statusCode } from '#lib/domain/outcome.ts'
import { parsePeriod } from '#lib/domain/period.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { severityCode } from '#lib/domain/severity.ts'
import { containing } from './containing.ts'
import { judgedAt } from './feed-times.ts'
import { findingRows } from './finding-rows.ts'
import { inScope } from './in-scope.ts'

/** The rows a state stands for, all with the same columns. */
function rowsOf(state: FindingState, scope: Scope, params: unknown[]): string {
  if (state === 'excepted') return EXCEPTED
  const at = state === 'closed' ? 'closed_at' : 'opened_at'
  return `(SELECT *, '{}'::text[] AS names, ${at} AS at FROM ${findingRows(scope, state, params)} stood)`
}

/** What is excepted has neither episode nor status of its own. */
const EXCEPTED = `(SELECT source_id, feed_id, subject, check_id, part, 0::smallint AS episode, 0::smallint AS status, severity, team_id,
    NULL::smallint AS cause, since AS opened_at, NULL::timestamptz AS due_at, NULL::uuid AS scan_id, message, NULL::jsonb AS detail,
    NULL::timestamptz AS closed_at, NULL::smallint AS close_reason, names, since AS at FROM finding_excepted)`

const DAY_MS = 86_400_000

type Selection = {
  from: string
  where: string
  /** True when every row of the state is meant. */
  isWhole: boolean
}
type Question = { filter: FindingFilter; scope: Scope; now: Date }

/**
 * The rows of a filter as SQL: what stands behind FROM, as alias `f`, and the condition, with their values pushed onto
 * `params`. `at` is the time the row came into its state. Names are resolved once, so that indexes on numbers serve.
 */
export function selectFindings({ filter, scope, now }: Question, params: unknown[]): Selection {
  const value = (given: unknown, type: string) => `$${params.push(given)}::${type}`
  const conditions = [inScope(scope, 'finding', 'f', params)]
  const add = (condition: string) => conditions.push(condition)
  const sources = (condition: string) => add(`f.source_id = ANY(ARRAY(SELECT id FROM source WHERE ${condition}))`)
  const checks = (condition: string) => add(`f.check_id = ANY(ARRAY(SELECT id FROM policy_check WHERE ${condition}))`)

  if (filter.source) sources(`name = ${value(filter.source, 'text')}`)
  if (filter.environment) sources(`environment = ${value(filter.environment, 'text')}`)
  if (filter.team === NO_TEAM) add('f.team_id = 0')
  else if (filter.team) add(`f.team_id = ANY(ARRAY(SELECT id FROM team WHERE slug = ${value(filter.team, 'text')}))`)
  if (filter.severity) add(`f.severity = ANY(${value(filter.severity.map(severityCode), 'smallint[]')})`)
  if (filter.status) add(`f.status = ANY(${value(filter.status.map(statusCode), 'smallint[]')})`)
  if (filter.reason) add(`f.close_reason = ANY(${value(filter.reason.map(closeReasonCode), 'smallint[]')})`)
  if (filter.cause)
    add(
      `f.cause = ANY(${value(
        filter.cause.map((cause) => CAUSES.indexOf(cause)),
        'smallint[]',
      )})`,
    )
  if (filter.policy) checks(`policy = ${value(filter.policy, 'text')}`)
  if (filter.engine) checks(`engine = ${value(filter.engine, 'text')}`)
  if (filter.check) {
    const check = value(filter.check, 'text')
    checks(`concat_ws('/', engine, policy, nullif(rule, '')) = ${check} OR id::text = ${check}`)
  }
  if (filter.framework)
    add(
      `f.check_id = ANY(ARRAY(${mappedChecks(value(filter.framework, 'text'), filter.control && value(filter.control, 'text'))}))`,
    )
  if (filter.exception) add(`${value(filter.exception, 'text')} = ANY(f.names)`)
  if (filter.due) add(`f.due_at < ${value(judgedAt(scope, now), 'timestamptz')}`)
  if (filter.on) {
    const end = value(new Date(Date.parse(filter.on) + DAY_MS), 'timestamptz')
    add(`f.opened_at < ${end} AND (f.closed_at IS NULL OR f.closed_at >= ${end})`)
  }
  for (const column of ['opened', 'closed'] as const) {
    const period = filter[column] && parsePeriod(filter[column], now)
    if (period)
      add(
        `f.${column}_at >= ${value(period.from, 'timestamptz')} AND f.${column}_at < ${value(period.until, 'timestamptz')}`,
      )
  }

  const needsSubject = filter.namespace ?? filter.kind
  if (filter.namespace) add(`s.namespace = ${value(filter.namespace, 'text')}`)
  if (filter.kind) add(`s.kind = ${value(filter.kind, 'text')}`)
  if (filter.q) {
    const part = value(containing(filter.q), 'text')
    // Subjects are matched once and hashed; a join would look one up for every finding that is walked over.
    add(`f.message ILIKE ${part}
      OR f.check_id = ANY(ARRAY(SELECT id FROM policy_check WHERE policy ILIKE ${part} OR rule ILIKE ${part}))
      OR (f.source_id, f.feed_id, f.subject) IN (
        SELECT source_id, feed_id, subject FROM subject_state WHERE name ILIKE ${part} OR namespace ILIKE ${part})`)
  }
  return {
    from: `${rowsOf(filter.state, scope, params)} f${needsSubject ? ' LEFT JOIN subject_state s USING (source_id, feed_id, subject)' : ''}`,
    isWhole: conditions.every((condition) => condition === 'true'),
    where: conditions.map((condition) => `(${condition})`).join(' AND '),
  }
}

/** Checks mapped to a control, or to whatever a heading stands for; without a control, to the whole framework. */
const mappedChecks = (framework: string, control: string | undefined): string =>
  control
    ? `WITH RECURSIVE below (id) AS (
         SELECT ${control} UNION SELECT c.id FROM below
         JOIN control heading ON heading.framework_id = ${framework} AND heading.id = below.id AND heading.automation = 'rollup'
         JOIN control c ON c.framework_id = ${framework} AND c.parent_id = heading.id)
       SELECT m.check_id FROM check_mapping m JOIN mapping_control mc USING (mapping_id)
       WHERE mc.framework_id = ${framework} AND mc.control_id IN (SELECT id FROM below)`
    : `SELECT m.check_id FROM check_mapping m JOIN mapping_control mc USING (mapping_id) WHERE mc.framework_id = ${framework}`
