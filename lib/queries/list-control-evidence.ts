import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { staleAt } from '#lib/domain/feed-freshness.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { bundleInScope } from './bundle-in-scope.ts'
import { inScope } from './in-scope.ts'
import { type KeysetPage, keysetClause, keysetPage, type OrderColumn } from './keyset.ts'
import { frameworkInScope } from './state-in-scope.ts'

const Row = z.object({
  sourceId: z.number(),
  source: z.string(),
  sourceKind: z.enum(['cluster', 'pipeline']),
  feed: z.string(),
  category: z.string(),
  scanId: z.string(),
  /** What the results are true of. */
  observedAt: z.date(),
  receivedAt: z.date(),
  complete: z.boolean(),
  n: z.number(),
  file: z.string().nullable(),
  sha256: z.string().nullable(),
  bytes: z.number().nullable(),
  isKept: z.boolean(),
  bundles: z.array(z.object({ id: z.string(), sequence: z.number(), manifestSha256: z.string().nullable() })),
})
export type EvidenceRow = z.infer<typeof Row> & { expiresAt: Date }

type Asked = {
  framework: string
  control: string
  environment: string
  day: string
  limit: number
  after?: string | undefined
  before?: string | undefined
}

export const EVIDENCE_ORDER: readonly OrderColumn[] = [
  { sql: 'e.source_id', type: 'int' },
  { sql: 'e.scan_id', type: 'uuid' },
  { sql: 'e.n', type: 'int' },
]

/**
 * One page of what speaks for a control in an environment at the end of a day: of every feed that evaluated one of its
 * checks that day the last complete scan, and what was read in part since; each document of them by itself.
 */
export async function listControlEvidence(db: Db, scope: Scope, asked: Asked): Promise<KeysetPage<EvidenceRow>> {
  const { framework, control, environment, day } = asked
  const params: unknown[] = [framework, control, environment, day]
  const [start, end] = [`($4::date::timestamp AT TIME ZONE 'UTC')`, `(($4::date + 1)::timestamp AT TIME ZONE 'UTC')`]
  const { beyond, order, limit, isBackward } = keysetClause(EVIDENCE_ORDER, asked, params)
  const stored = (alias: string) =>
    `${alias}.source_id = f.source_id AND ${alias}.feed_id = f.feed_id AND ${alias}.status = 'stored'
       AND ${alias}.observed_at < ${end} AND ${inScope(scope, 'scan', alias, params)}`
  const { rows } = await db.sql.query(
    `WITH f AS MATERIALIZED (
       SELECT DISTINCT k.source_id, k.feed_id FROM feed_check k JOIN source s ON s.id = k.source_id AND s.environment = $3
       WHERE k.check_id = ANY(ARRAY(
           SELECT cm.check_id FROM check_mapping cm JOIN mapping_control mc USING (mapping_id)
           WHERE mc.framework_id = $1 AND mc.control_id = $2 AND ${frameworkInScope(scope, 'mc.framework_id', params)}))
         AND k.first_at < ${end} AND (k.gone_at IS NULL OR k.gone_at >= ${start}) AND ${inScope(scope, 'reported', 'k', params)}),
     spoke AS (
       SELECT n.* FROM f CROSS JOIN LATERAL (
         SELECT n.* FROM scan n WHERE ${stored('n')} AND n.observed_at >= coalesce(
           (SELECT max(c.observed_at) FROM scan c WHERE ${stored('c')} AND c.complete), ${start})) n),
     e AS (
       SELECT n.source_id, n.scan_id, n.feed_id, n.observed_at, n.received_at, n.complete, coalesce(d.n, -1) AS n, d.name, d.digest, d.bytes
       FROM spoke n LEFT JOIN scan_file d ON d.source_id = n.source_id AND d.scan_id = n.scan_id)
     SELECT e.source_id AS "sourceId", s.name AS source, s.kind AS "sourceKind", d.kind AS feed, d.scope AS category, e.scan_id AS "scanId",
       e.observed_at AS "observedAt", e.received_at AS "receivedAt", e.complete, e.n, e.name AS file, e.digest AS sha256, e.bytes,
       EXISTS (SELECT 1 FROM raw r WHERE r.source_id = e.source_id AND r.digest = e.digest) AS "isKept",
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', b.id, 'sequence', b.sequence, 'manifestSha256', b.manifest_sha256) ORDER BY b.sequence)
         FROM bundle b WHERE b.state IN ('complete', 'partial') AND b.period_start <= e.observed_at AND b.period_end > e.observed_at
           AND ${bundleInScope(scope, params)}), '[]') AS bundles
     FROM e JOIN source s ON s.id = e.source_id JOIN feed d ON d.source_id = e.source_id AND d.feed_id = e.feed_id
     WHERE ${beyond} ORDER BY ${order} LIMIT ${limit}`,
    params,
  )
  const found = z
    .array(Row)
    .parse(rows)
    .map((row) => ({ ...row, expiresAt: staleAt(row.sourceKind, row.observedAt) }))
  return keysetPage(found, asked, isBackward, ({ sourceId, scanId, n }) => [sourceId, scanId, n])
}
