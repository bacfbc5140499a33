import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { severityOf } from '#lib/domain/severity.ts'
import { judgedAt } from './feed-times.ts'
import { inScope } from './in-scope.ts'

const Row = z.object({
  day: z.iso.date(),
  source: z.string(),
  checkId: z.number(),
  engine: z.string(),
  policy: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  severity: z.number().transform(severityOf),
  events: z.number(),
  message: z.string(),
  lastAt: z.date(),
})
export type EventDay = z.infer<typeof Row>

type Asked = { sourceId?: number; checkId?: number; days: number; now: Date; limit: number }

/** What happened in a source, or by one check, in the last days: counted by day, check and workload, the latest first. */
export async function listEventDays(
  db: Db,
  scope: Scope,
  { sourceId, checkId, days, now, limit }: Asked,
): Promise<EventDay[]> {
  const params: unknown[] = [sourceId ?? null, checkId ?? null, judgedAt(scope, now), days, limit]
  const { rows } = await db.sql.query(
    `SELECT e.day, s.name AS source, e.check_id AS "checkId", c.engine, c.policy, e.kind, e.namespace, e.name, e.severity, e.events,
       e.message, e.last_at AS "lastAt"
     FROM event_day e JOIN source s ON s.id = e.source_id AND s.removed_at IS NULL JOIN policy_check c ON c.id = e.check_id
     WHERE ($1::int IS NULL OR e.source_id = $1) AND ($2::int IS NULL OR e.check_id = $2)
       AND e.day > ($3::timestamptz AT TIME ZONE 'UTC')::date - $4::int AND ${inScope(scope, 'eventDay', 'e', params)}
     ORDER BY e.day DESC, e.severity, e.events DESC, s.name, c.policy, e.name LIMIT $5`,
    params,
  )
  return z.array(Row).parse(rows)
}
