import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { SEVERITIES, type Severity } from '#lib/domain/severity.ts'
import { bySeverity } from './by-severity.ts'
import { judgedAt } from './feed-times.ts'
import { findingRows } from './finding-rows.ts'
import { rolledDays } from './rolled-days.ts'
import { type Part, within } from './within.ts'

const Row = z.object({
  open: z.array(z.number().int()).length(6),
  errors: z.number().int(),
  overdue: z.number().int(),
  excepted: z.number().int(),
  before: z.array(z.number().int()).length(6).nullable(),
})

export type OpenBySeverity = {
  open: Record<Severity, number>
  /** At the end of the day 30 days ago; null when that day was not counted. */
  before: Record<Severity, number> | null
  total: number
  /** Of the open ones: those whose check could not be evaluated. */
  errors: number
  overdue: number
  excepted: number
  /** The last day of the window, as of which it is; null: now. */
  asOf: string | null
}

/** What is open now by severity, exactly as the list of findings has it, and what was open 30 days ago. */
export async function getOpenBySeverity(
  db: Db,
  scope: Scope,
  { now, ...part }: { now: Date } & Part,
): Promise<OpenBySeverity> {
  const at = judgedAt(scope, now)
  const params: unknown[] = [at]
  const counts = SEVERITIES.map((_, i) => `count(*) FILTER (WHERE f.severity = ${i + 1})::int`).join(', ')
  const { rows } = await db.sql.query(
    `SELECT o.*, x.excepted, b.before FROM
       (SELECT ARRAY[${counts}] AS open, count(*) FILTER (WHERE f.status = 3)::int AS errors,
               count(*) FILTER (WHERE f.due_at < $1)::int AS overdue
        FROM ${findingRows(scope, 'open', params)} f WHERE ${within(scope, part, 'open', 'f', params)}) o,
       (SELECT count(*)::int AS excepted FROM finding_excepted e WHERE ${within(scope, part, 'excepted', 'e', params)}) x
       LEFT JOIN (SELECT r.open AS before FROM ${rolledDays(scope, part, params)} r
                  WHERE r.day = ($1::timestamptz AT TIME ZONE 'UTC')::date - 30) b ON true`,
    params,
  )
  const row = Row.parse(rows[0])
  return {
    ...row,
    open: bySeverity(row.open),
    before: row.before && bySeverity(row.before),
    asOf: at === now ? null : at.toISOString().slice(0, 10),
    total: row.open.reduce((sum, count) => sum + count, 0),
  }
}
