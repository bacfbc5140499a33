import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { METRIC_GROUPS, Metric } from '#lib/domain/metric-filter.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { SEVERITIES } from '#lib/domain/severity.ts'
import { rolledDays } from './rolled-days.ts'
import { type Part, within } from './within.ts'

type Group = (typeof METRIC_GROUPS)[number]
type Asked = Part & { name: Metric; by: Group; from: string; to: string; step: 'day' | 'week' }

const Row = z.object({
  of: z.string(),
  start: z.iso.date(),
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
})
/** A point of a series. Null: nobody counted then. A rate comes with what it was made from. */
export type MetricPoint = z.infer<typeof Row>

/** The series of a metric by day or by ISO week, each in order of time; of an open count the last day of a week that was counted. */
export async function listMetricPoints(db: Db, scope: Scope, asked: Asked): Promise<MetricPoint[]> {
  const { name, by, from, to, step, ...part } = asked
  const params: unknown[] = [from, to]
  const counted = countedDays(scope, { name, by, part }, params)
  const start = step === 'week' ? `date_trunc('week', c.day)::date` : 'c.day'
  const { rows } = await db.sql.query(
    `WITH counted AS MATERIALIZED (SELECT * FROM (${counted}) c WHERE c.day BETWEEN $1::date AND $2::date),
     point AS (
       SELECT c.of, c.rank, ${start} AS start, ${VALUE[name]}
       FROM counted c GROUP BY c.of, c.rank, ${start}),
     axis AS (SELECT g::date AS start FROM generate_series(${step === 'week' ? `date_trunc('week', $1::date)` : '$1::date'}, $2::date, interval '1 ${step}') g)
     SELECT s.of, a.start, p.value::float8 AS value, p.numerator::int AS numerator, p.denominator::int AS denominator
     FROM (SELECT DISTINCT of, rank FROM counted) s CROSS JOIN axis a LEFT JOIN point p ON p.of = s.of AND p.start = a.start
     ORDER BY s.rank, s.of, a.start`,
    params,
  )
  return z.array(Row).parse(rows)
}

const NO_RATE = 'NULL::bigint AS numerator, NULL::bigint AS denominator'
const VALUE: Record<Metric, string> = {
  open: `(array_agg(c.n ORDER BY c.day DESC))[1] AS value, ${NO_RATE}`,
  opened: `sum(c.n) AS value, ${NO_RATE}`,
  fixed: `sum(c.n) AS value, ${NO_RATE}`,
  'pass-rate':
    'sum(c.n)::float8 / nullif(sum(c.total), 0) AS value, sum(c.n) AS numerator, sum(c.total) AS denominator',
}

type Counted = { name: Metric; by: Group; part: Part }

/** Rows `of, rank, day, n`, of a rate with the `total` that n is of. */
function countedDays(scope: Scope, { name, by, part }: Counted, params: unknown[]): string {
  if (by === 'severity')
    return `SELECT ($${params.push([...SEVERITIES])}::text[])[o.code] AS of, o.code::int AS rank, r.day, o.n, 0 AS total
      FROM ${rolledDays(scope, part, params)} r CROSS JOIN LATERAL unnest(r.open) WITH ORDINALITY AS o (n, code)`
  const columns = {
    open: 'sum((SELECT sum(o) FROM unnest(r.open) o)) AS n, 0 AS total',
    opened: 'sum(r.opened) AS n, 0 AS total',
    fixed: 'sum(r.fixed) AS n, 0 AS total',
    'pass-rate': 'sum(r.pass) AS n, sum(r.pass + r.fail) AS total',
  }[name]
  const judged = name === 'pass-rate' ? 'r.pass IS NOT NULL' : 'true'
  const days = within(scope, part, 'day', 'r', params)
  if (by === 'team')
    return `SELECT coalesce(t.slug, 'none') AS of, (r.team_id = 0)::int AS rank, r.day, ${columns}
      FROM roll_team_day r LEFT JOIN team t ON t.id = r.team_id WHERE ${days} AND ${judged} GROUP BY 1, 2, 3`
  if (by === 'source')
    return `SELECT s.name AS of, 0 AS rank, r.day, ${columns}
      FROM roll_team_day r JOIN source s ON s.id = r.source_id WHERE ${days} AND ${judged} GROUP BY 1, 2, 3`
  return `SELECT 'all' AS of, 0 AS rank, r.day, ${columns} FROM roll_team_day r WHERE ${days} AND ${judged} GROUP BY r.day`
}
