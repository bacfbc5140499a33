import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { FindingFilter } from '#lib/domain/finding-filter.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { type Severity, severityOf } from '#lib/domain/severity.ts'
import { selectFindings } from './select-findings.ts'

/** Lists are counted up to here and no further. */
export const COUNT_CAP = 10_000

/** How many, or, when `capped`, at least that many. */
export type CappedCount = { count: number; capped: boolean }

const cap = (counted: number): CappedCount => ({ count: Math.min(counted, COUNT_CAP), capped: counted > COUNT_CAP })

/** How many findings a filter has; counting stops beyond the cap. */
export async function countFindings(db: Db, scope: Scope, filter: FindingFilter, now: Date): Promise<CappedCount> {
  const params: unknown[] = []
  const { from, where } = selectFindings({ filter, scope, now }, params)
  const { rows } = await db.sql.query(
    `SELECT count(*)::int AS counted FROM (SELECT 1 FROM ${from} WHERE ${where} LIMIT ${COUNT_CAP + 1}) f`,
    params,
  )
  return cap(z.tuple([z.object({ counted: z.number() })]).parse(rows)[0].counted)
}

const SeverityRow = z.object({ code: z.number(), counted: z.number() })
export type SeverityCount = CappedCount & { severity: Severity }

/** How many findings of each severity a filter would have if it named no severity, worst first; each capped on its own. */
export async function countFindingsBySeverity(
  db: Db,
  scope: Scope,
  filter: FindingFilter,
  now: Date,
): Promise<SeverityCount[]> {
  const params: unknown[] = []
  const asked = { filter: { ...filter, severity: undefined }, scope, now }
  const { from, where, isWhole } = selectFindings(asked, params)
  // Without a filter the planner would read the table; in the order of the list it walks the index instead.
  const order = isWhole && filter.state === 'open' ? 'ORDER BY f.opened_at' : ''
  const { rows } = await db.sql.query(
    `SELECT level.code::int AS code, counted FROM unnest('{1,2,3,4,5,6}'::smallint[]) AS level (code)
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS counted FROM (
         SELECT 1 FROM ${from} WHERE ${where} AND f.severity = level.code ${order} LIMIT ${COUNT_CAP + 1}) f) hit
     ORDER BY code`,
    params,
  )
  return z
    .array(SeverityRow)
    .parse(rows)
    .map(({ code, counted }) => ({ severity: severityOf(code), ...cap(counted) }))
}
