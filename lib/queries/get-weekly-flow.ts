import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { judgedAt } from './feed-times.ts'
import { rolledDays } from './rolled-days.ts'
import type { Part } from './within.ts'

const Row = z.object({
  monday: z.iso.date(),
  opened: z.number().int().nullable(),
  fixed: z.number().int().nullable(),
  isFilling: z.boolean(),
})

export type FlowWeek = z.infer<typeof Row>

/**
 * What opened anew (baseline left out) and what was fixed in each of the last `weeks` ISO weeks, the running one
 * included and marked. Null: no day of that week was counted.
 */
export async function getWeeklyFlow(
  db: Db,
  scope: Scope,
  { weeks, now, ...part }: { weeks: number; now: Date } & Part,
): Promise<FlowWeek[]> {
  const params: unknown[] = [judgedAt(scope, now), weeks - 1]
  const { rows } = await db.sql.query(
    `WITH week AS (
       SELECT monday::date AS monday, monday::date = date_trunc('week', $1::timestamptz AT TIME ZONE 'UTC')::date AS "isFilling"
       FROM generate_series(date_trunc('week', $1::timestamptz AT TIME ZONE 'UTC') - make_interval(weeks => $2::int),
                            date_trunc('week', $1::timestamptz AT TIME ZONE 'UTC'), interval '7 days') AS w (monday))
     SELECT w.monday, w."isFilling", sum(r.opened)::int AS opened, sum(r.fixed)::int AS fixed
     FROM week w LEFT JOIN ${rolledDays(scope, part, params)} r ON r.day >= w.monday AND r.day < w.monday + 7
     GROUP BY w.monday, w."isFilling" ORDER BY w.monday`,
    params,
  )
  return z.array(Row).parse(rows)
}
