import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { scanInScope } from './scan-in-scope.ts'

const Row = z.object({ n: z.number(), file: z.string(), path: z.string(), reason: z.string() })
export type RejectedRow = z.infer<typeof Row>

/** The entries of a scan that could not be read, with their place and the reason; at most `limit`. */
export async function listRejected(
  db: Db,
  scope: Scope,
  { sourceId, scanId, limit }: { sourceId: number; scanId: string; limit: number },
): Promise<RejectedRow[]> {
  const params: unknown[] = [sourceId, scanId, limit]
  const { rows } = await db.sql.query(
    `SELECT r.n, r.file, r.path, r.reason FROM scan_rejected r
     WHERE r.source_id = $1 AND r.scan_id = $2 AND ${scanInScope(scope, 'r', params)} ORDER BY r.n LIMIT $3`,
    params,
  )
  return z.array(Row).parse(rows)
}
