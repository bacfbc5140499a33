import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { type FindingFilter, NO_TEAM } from '#lib/domain/finding-filter.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { type CappedCount, COUNT_CAP } from './count-findings.ts'
import { selectFindings } from './select-findings.ts'

/** A value the list could be narrowed to: what the filter takes, what people read, and how many rows have it. */
export type Facet = { value: string; label: string; count: number }
export type FindingFacets = { sources: Facet[]; teams: Facet[]; checks: Facet[]; total: CappedCount }

const TOP = 8
const Row = z.object({
  facet: z.enum(['source', 'team', 'check']),
  value: z.string(),
  label: z.string(),
  count: z.number(),
  read: z.number(),
})

/** The commonest sources, teams and checks of a filter's findings, and how many these are; when capped, its worst 10,000. */
export async function facetFindings(db: Db, scope: Scope, filter: FindingFilter, now: Date): Promise<FindingFacets> {
  const params: unknown[] = []
  const { from, where } = selectFindings({ filter, scope, now }, params)
  const { rows } = await db.sql.query(
    `WITH hit AS MATERIALIZED (
       SELECT f.source_id, f.team_id, f.check_id FROM ${from} WHERE ${where}
       ORDER BY f.severity, f.opened_at LIMIT ${COUNT_CAP + 1}),
     counted (facet, id, n) AS (
       SELECT 'source', source_id, count(*) FROM hit GROUP BY source_id UNION ALL
       SELECT 'team', team_id, count(*) FROM hit GROUP BY team_id UNION ALL
       SELECT 'check', check_id, count(*) FROM hit GROUP BY check_id),
     ranked AS (SELECT *, row_number() OVER (PARTITION BY facet ORDER BY n DESC, id) AS rank FROM counted)
     SELECT r.facet, r.n::int AS count, (SELECT count(*)::int FROM hit) AS read,
       CASE r.facet WHEN 'source' THEN src.name WHEN 'team' THEN coalesce(t.slug, '${NO_TEAM}') ELSE r.id::text END AS value,
       CASE r.facet WHEN 'source' THEN src.name WHEN 'team' THEN coalesce(t.name, 'No team')
         ELSE concat_ws('/', c.policy, nullif(c.rule, '')) END AS label
     FROM ranked r
     LEFT JOIN source src ON r.facet = 'source' AND src.id = r.id
     LEFT JOIN team t ON r.facet = 'team' AND t.id = r.id
     LEFT JOIN policy_check c ON r.facet = 'check' AND c.id = r.id
     WHERE r.rank <= ${TOP} ORDER BY r.facet, r.rank`,
    params,
  )
  const facets = z.array(Row).parse(rows)
  const of = (name: z.infer<typeof Row>['facet']): Facet[] =>
    facets.filter(({ facet }) => facet === name).map(({ value, label, count }) => ({ value, label, count }))
  const read = facets[0]?.read ?? 0
  const total = { count: Math.min(read, COUNT_CAP), capped: read > COUNT_CAP }
  return { sources: of('source'), teams: of('team'), checks: of('check'), total }
}
