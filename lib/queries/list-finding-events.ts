import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { EVENTS } from '#lib/domain/closing.ts'
import type { FindingKey } from '#lib/domain/finding-key.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { pastInScope } from './past-in-scope.ts'

const [, ...KINDS] = EVENTS

const Row = z.object({
  at: z.date(),
  event: z
    .number()
    .transform((code) => EVENTS[code] ?? '')
    .pipe(z.enum(KINDS)),
  episode: z.number(),
  scanId: z.string(),
  /** Names of the teams before and after a team change; null where nobody owned it. */
  fromTeam: z.string().nullable(),
  toTeam: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).nullable(),
})
export type FindingEvent = z.infer<typeof Row>

/** The trail of a finding, the latest 500 events, in order. Who sees a finding sees its past. */
export async function listFindingEvents(db: Db, scope: Scope, key: FindingKey): Promise<FindingEvent[]> {
  const params: unknown[] = [key.sourceId, key.feedId, key.subject, key.checkId, key.part]
  const { rows } = await db.sql.query(
    `SELECT * FROM (
       SELECT e.at, e.gen, e.event, e.episode, e.scan_id AS "scanId", e.detail,
         (SELECT name FROM team WHERE id = (e.detail ->> 'from')::int) AS "fromTeam",
         (SELECT name FROM team WHERE id = (e.detail ->> 'to')::int) AS "toTeam"
       FROM finding_event e
       WHERE e.source_id = $1 AND e.feed_id = $2 AND e.subject = $3 AND e.check_id = $4 AND e.part = $5
         AND ${pastInScope(scope, 'event', 'e', params)}
       ORDER BY e.at DESC, e.gen DESC, e.event DESC LIMIT 500) e
     ORDER BY at, gen, event`,
    params,
  )
  return z.array(Row).parse(rows)
}
