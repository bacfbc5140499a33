import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { scanInScope } from './scan-in-scope.ts'

const Row = z.object({
  n: z.number(),
  name: z.string(),
  digest: z.string().nullable(),
  bytes: z.number(),
  listed: z.number(),
  parsed: z.number(),
  rejected: z.number(),
  /** Whether the original bytes are kept here. */
  isKept: z.boolean(),
})
export type ScanFileRow = z.infer<typeof Row>

/** The documents a scan was made from, in the order they were read; at most `limit`. */
export async function listScanFiles(
  db: Db,
  scope: Scope,
  { sourceId, scanId, limit }: { sourceId: number; scanId: string; limit: number },
): Promise<ScanFileRow[]> {
  const params: unknown[] = [sourceId, scanId, limit]
  const { rows } = await db.sql.query(
    `SELECT f.n, f.name, f.digest, f.bytes, f.listed, f.parsed, f.rejected, r.digest IS NOT NULL AS "isKept"
     FROM scan_file f LEFT JOIN raw r USING (source_id, digest)
     WHERE f.source_id = $1 AND f.scan_id = $2 AND ${scanInScope(scope, 'f', params)}
     ORDER BY f.rejected DESC, f.n LIMIT $3`,
    params,
  )
  return z.array(Row).parse(rows)
}
