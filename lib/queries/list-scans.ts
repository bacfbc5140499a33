import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'

const Context = z.looseObject({
  repository: z.string().optional().catch(undefined),
  commit: z.string().optional().catch(undefined),
  ref: z.string().optional().catch(undefined),
  run: z.string().optional().catch(undefined),
  trust: z
    .looseObject({ by: z.enum(['token', 'oidc']), repositoryId: z.string().optional() })
    .optional()
    .catch(undefined),
  tool: z.unknown().optional(),
  warnings: z.array(z.string()).catch([]),
  ignored: z.array(z.object({ reason: z.string(), count: z.number() })).catch([]),
})
const Row = z.object({
  scanId: z.guid(),
  feedKind: z.string(),
  category: z.string(),
  observedAt: z.date(),
  receivedAt: z.date(),
  complete: z.boolean(),
  reason: z.string().nullable(),
  status: z.enum(['stored', 'superseded']),
  listed: z.number(),
  parsed: z.number(),
  rejected: z.number(),
  ignored: z.number(),
  stored: z.number(),
  opened: z.number(),
  closed: z.number(),
  changed: z.number(),
  rowsWritten: z.number(),
  context: Context,
})
export type ScanRow = z.infer<typeof Row>

type Which = { sourceId: number; limit: number; scanId?: string; before?: { at: Date; scanId: string } }

/** The scans of a source, newest first: a page from `before` on, or the one asked for. */
export async function listScans(db: Db, scope: Scope, { sourceId, limit, scanId, before }: Which): Promise<ScanRow[]> {
  const params: unknown[] = [sourceId, limit, scanId ?? null, before?.at ?? null, before?.scanId ?? null]
  const { rows } = await db.sql.query(
    `SELECT n.scan_id AS "scanId", f.kind AS "feedKind", f.scope AS category, n.observed_at AS "observedAt",
            n.received_at AS "receivedAt", n.complete, n.reason, n.status, n.listed, n.parsed, n.rejected, n.ignored, n.stored,
            n.opened, n.closed, n.changed, n.rows_written AS "rowsWritten", n.context
     FROM scan n JOIN feed f USING (source_id, feed_id)
     WHERE n.source_id = $1 AND ($3::uuid IS NULL OR n.scan_id = $3)
       AND ($4::timestamptz IS NULL OR (n.observed_at, n.scan_id) < ($4, $5::uuid))
       AND ${inScope(scope, 'scan', 'n', params)}
     ORDER BY n.observed_at DESC, n.scan_id DESC LIMIT $2`,
    params,
  )
  return z.array(Row).parse(rows)
}
