import { EXPIRING_DAYS, type ExceptionFilter, type ExceptionMark } from '#lib/domain/exception-filter.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { containing } from './containing.ts'
import { judgedAt } from './feed-times.ts'
import { inScope } from './in-scope.ts'

type Question = { filter: Pick<ExceptionFilter, 'state' | 'mark' | 'kind' | 'source' | 'q'>; scope: Scope; now: Date }

/**
 * The register as the WITH items of a query, the last of which, `x`, has the rows of a filter and a column for each mark. Joined
 * to it is what the latest results name: a bare name stands for every exception of that name in its source, because
 * reports leave the namespace out.
 */
export function selectExceptions({ filter, scope, now }: Question, params: unknown[]): string {
  const value = (given: unknown, type: string) => `$${params.push(given)}::${type}`
  const at = value(judgedAt(scope, now), 'timestamptz')
  const conditions = ['true']
  if (filter.state !== 'all')
    conditions.push(filter.state === 'gone' ? 'gone_at IS NOT NULL' : 'gone_at IS NULL OR covered > 0')
  if (filter.mark) conditions.push(MARKS[filter.mark])
  if (filter.kind) conditions.push(`kind = ${value(filter.kind, 'text')}`)
  if (filter.source) conditions.push(`source = ${value(filter.source, 'text')}`)
  if (filter.q) {
    const part = value(containing(filter.q), 'text')
    conditions.push(
      `concat_ws(' ', namespace || '/' || name, scope, array_to_string(checks, ' '), reason, approver, requester, ticket) ILIKE ${part}`,
    )
  }
  return `
    named AS MATERIALIZED (
      SELECT e.source_id, e.feed_id, n.name, count(*)::int AS covered, min(e.since) AS since,
        array_agg(DISTINCT e.check_id) AS check_ids
      FROM finding_excepted e
      CROSS JOIN LATERAL unnest(CASE WHEN cardinality(e.names) = 0 THEN ARRAY[''] ELSE e.names END) AS n (name)
      WHERE ${inScope(scope, 'excepted', 'e', params)}
      GROUP BY e.source_id, e.feed_id, n.name),
    stated AS (
      SELECT x.source_id, x.exception_id AS id, x.kind, x.name, x.namespace, x.checks, x.scope, x.reason, x.approver, x.requester,
        x.ticket, x.created_at, x.expires_at, x.first_seen_at, x.gone_at, coalesce(sum(n.covered), 0)::int AS covered,
        array_agg(DISTINCT n.name) FILTER (WHERE n.name IS NOT NULL) AS names
      FROM exception x LEFT JOIN named n ON n.source_id = x.source_id AND ${NAMES}
      WHERE ${inScope(scope, 'exception', 'x', params)}
      GROUP BY x.source_id, x.exception_id HAVING ${concerns(scope, params)}),
    loose AS (
      SELECT n.source_id, md5(concat_ws('/', n.source_id, n.feed_id, n.name))::uuid, 'named', n.name, '',
        ARRAY(SELECT concat_ws('/', c.engine, c.policy, nullif(c.rule, '')) FROM policy_check c WHERE c.id = ANY(n.check_ids) ORDER BY 1),
        '', NULL, NULL, NULL, NULL, NULL::timestamptz, NULL::timestamptz, n.since, NULL::timestamptz, n.covered, ARRAY[n.name]
      FROM named n WHERE NOT EXISTS (SELECT 1 FROM exception x WHERE x.source_id = n.source_id AND ${NAMES})),
    marked AS (
      SELECT r.*, src.name AS source, src.environment, coalesce(r.created_at, r.first_seen_at) AS since,
        r.expires_at <= ${at} AS is_expired,
        r.expires_at > ${at} AND r.expires_at <= ${at} + make_interval(days => ${EXPIRING_DAYS}) AS is_expiring
      FROM (SELECT * FROM stated UNION ALL SELECT * FROM loose) r JOIN source src ON src.id = r.source_id),
    x AS (SELECT * FROM marked WHERE ${conditions.map((condition) => `(${condition})`).join(' AND ')})`
}

/** Whoever does not see a source whole sees the exceptions that cover something of theirs or lie in their namespaces. */
function concerns(scope: Scope, params: unknown[]): string {
  if (scope.wholeSources === 'all') return 'true'
  const whole = inScope(scope, 'feed', 'x', params)
  if (scope.teams === 'all') return whole
  const teams = `ANY($${params.push([...scope.teams])}::int[])`
  return `(${whole}) OR count(n.name) > 0 OR EXISTS (
    SELECT 1 FROM ownership o WHERE o.source_id = x.source_id AND o.namespace = x.namespace AND x.namespace <> ''
      AND o.valid_to IS NULL AND o.team_id = ${teams})`
}

/** A suppression belongs to its own feed; a policy exception is stated apart from the reports that name it. */
const NAMES = `(n.name = x.name OR n.name = x.namespace || '/' || x.name) AND (x.kind = 'policy-exception' OR n.feed_id = x.feed_id)`

/** Each mark as a condition on the register. What only reports name has no facts of its own to miss. */
export const MARKS: Record<ExceptionMark, string> = {
  honoured: 'is_expired AND covered > 0',
  expired: 'is_expired',
  expiring: 'is_expiring',
  'no-expiry': `expires_at IS NULL AND kind <> 'named'`,
  'no-approver': `approver IS NULL AND kind <> 'named'`,
  'no-reason': `reason IS NULL AND kind <> 'named'`,
  unregistered: `kind = 'named'`,
  unused: 'covered = 0',
}
