import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { FindingKey } from '#lib/domain/finding-key.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { FINDING_COLUMNS } from './finding-columns.ts'
import { findingRows } from './finding-rows.ts'
import { inScope } from './in-scope.ts'

const Detail = z.looseObject({ file: z.string().optional(), pointer: z.string().optional() })
const Instances = z.looseObject({ instances: z.number().optional(), names: z.array(z.string()).optional() })

const Row = z.object({
  state: z.enum(['open', 'excepted', 'closed']),
  ...FINDING_COLUMNS,
  detail: Detail.nullable(),
  scanId: z.string().nullable(),
  goneAt: z.date().nullable(),
  instances: Instances.nullable(),
  source: z.string(),
  sourceKind: z.string(),
  environment: z.string(),
  repository: z.string().nullable(),
  feed: z.string(),
  category: z.string(),
  seenAt: z.date().nullable(),
  completeAt: z.date().nullable(),
  truncated: z.boolean(),
  engine: z.string(),
  policy: z.string(),
  rule: z.string(),
  title: z.string().nullable(),
  checkCategory: z.string().nullable(),
  helpUri: z.string().nullable(),
  teamId: z.number(),
  team: z.string().nullable(),
  teamSlug: z.string().nullable(),
  teamRule: z.string().nullable(),
})
export type Finding = z.infer<typeof Row>

/**
 * A finding as it stands: open, else excepted, else as it last closed. It is found by its key for as long as its
 * episodes are kept; undefined when there was never such a finding, or not in this scope.
 */
export async function getFinding(db: Db, scope: Scope, key: FindingKey): Promise<Finding | undefined> {
  const params: unknown[] = [key.sourceId, key.feedId, key.subject, key.checkId, key.part]
  const { rows } = await db.sql.query(
    `WITH one AS (
       SELECT 1 AS rank, 'open' AS state, source_id, feed_id, subject, check_id, part, episode, status, severity, team_id, cause,
         opened_at, due_at, scan_id, message, detail, closed_at, close_reason, '{}'::text[] AS names
       FROM ${findingRows(scope, 'open', params)} o WHERE ${KEY}
       UNION ALL
       SELECT 2, 'excepted', source_id, feed_id, subject, check_id, part, 0::smallint, 0::smallint, severity, team_id, NULL,
         since, NULL, NULL, message, NULL, NULL, NULL, names
       FROM finding_excepted WHERE ${KEY}
       UNION ALL
       SELECT 3, 'closed', source_id, feed_id, subject, check_id, part, episode, status, severity, team_id, cause,
         opened_at, due_at, scan_id, message, detail, closed_at, close_reason, '{}'
       FROM ${findingRows(scope, 'closed', params)} c WHERE ${KEY})
     SELECT f.state, f.source_id AS "sourceId", f.feed_id AS "feedId", f.subject, f.check_id AS "checkId", f.part, f.episode,
       f.status, f.severity, f.cause, f.opened_at AS "openedAt", f.due_at AS "dueAt", f.closed_at AS "closedAt",
       f.close_reason AS "closeReason", f.names AS exceptions, f.message, f.detail, f.scan_id AS "scanId",
       s.api_group AS "group", s.kind, s.namespace, s.name, s.gone_at AS "goneAt", s.detail AS instances,
       src.name AS source, src.kind AS "sourceKind", src.environment, src.repository, d.kind AS feed, d.scope AS category,
       d.last_scan_at AS "seenAt", d.last_complete_at AS "completeAt", d.truncated,
       c.engine, c.policy, c.rule, c.title, c.category AS "checkCategory", c.help_uri AS "helpUri",
       f.team_id AS "teamId", t.name AS team, t.slug AS "teamSlug", o.rule AS "teamRule"
     FROM one f
     JOIN source src ON src.id = f.source_id
     JOIN policy_check c ON c.id = f.check_id
     JOIN feed d ON d.source_id = f.source_id AND d.feed_id = f.feed_id
     LEFT JOIN subject_state s ON s.source_id = f.source_id AND s.feed_id = f.feed_id AND s.subject = f.subject
     LEFT JOIN team t ON t.id = f.team_id
     LEFT JOIN LATERAL (
       SELECT rule FROM ownership o WHERE o.source_id = f.source_id AND o.team_id = f.team_id AND o.valid_to IS NULL
         AND o.namespace = CASE WHEN s.kind = 'Namespace' AND s.api_group = '' THEN s.name ELSE s.namespace END LIMIT 1) o ON true
     WHERE ${inScope(scope, 'finding', 'f', params)}
     ORDER BY f.rank, f.episode DESC LIMIT 1`,
    params,
  )
  return z.array(Row).parse(rows)[0]
}

const KEY = 'source_id = $1 AND feed_id = $2 AND subject = $3 AND check_id = $4 AND part = $5'
