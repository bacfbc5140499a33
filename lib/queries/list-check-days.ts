import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { judgedAt } from './feed-times.ts'
import { inScope } from './in-scope.ts'

const Row = z.object({
  day: z.iso.date(),
  /** Null: nobody counted it that day. */
  pass: z.number().nullable(),
  fail: z.number().nullable(),
  warn: z.number().nullable(),
  error: z.number().nullable(),
})
export type CheckDay = z.infer<typeof Row>

/** What a check said at the end of each of the last `days` UTC days, in the sources that are seen whole. */
export async function listCheckDays(
  db: Db,
  scope: Scope,
  { checkId, days, now }: { checkId: number; days: number; now: Date },
): Promise<CheckDay[]> {
  const params: unknown[] = [checkId, judgedAt(scope, now), days - 1]
  const { rows } = await db.sql.query(
    `SELECT s.day::date AS day, r.pass, r.fail, r.warn, r.error
     FROM generate_series(($2::timestamptz AT TIME ZONE 'UTC')::date - $3::int, ($2::timestamptz AT TIME ZONE 'UTC')::date, interval '1 day') AS s (day)
     LEFT JOIN (
       SELECT d.day, sum(d.pass)::int AS pass, sum(d.fail)::int AS fail, sum(d.warn)::int AS warn, sum(d.error)::int AS error
       FROM roll_check_day d WHERE d.check_id = $1 AND ${inScope(scope, 'checkDay', 'd', params)} GROUP BY d.day) r ON r.day = s.day::date
     ORDER BY s.day`,
    params,
  )
  return z.array(Row).parse(rows)
}
