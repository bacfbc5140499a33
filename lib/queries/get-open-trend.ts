import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import type { Severity } from '#lib/domain/severity.ts'
import { bySeverity } from './by-severity.ts'
import { judgedAt } from './feed-times.ts'
import { rolledDays } from './rolled-days.ts'
import type { Part } from './within.ts'

const Row = z.object({ day: z.iso.date(), open: z.array(z.number().int()).length(6).nullable() })

export type OpenDay = { day: string; open: Record<Severity, number> | null }

/** How many findings were open at the end of each of the last `days` UTC days, by severity. Null: nobody counted that day. */
export async function getOpenTrend(
  db: Db,
  scope: Scope,
  { days, now, ...part }: { days: number; now: Date } & Part,
): Promise<OpenDay[]> {
  const params: unknown[] = [judgedAt(scope, now), days - 1]
  const { rows } = await db.sql.query(
    `SELECT d.day::date AS day, r.open
     FROM generate_series(($1::timestamptz AT TIME ZONE 'UTC')::date - $2::int, ($1::timestamptz AT TIME ZONE 'UTC')::date, interval '1 day') AS d (day)
     LEFT JOIN ${rolledDays(scope, part, params)} r ON r.day = d.day::date
     ORDER BY d.day`,
    params,
  )
  return z
    .array(Row)
    .parse(rows)
    .map(({ day, open }) => ({ day, open: open && bySeverity(open) }))
}
