import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'
import { scanInScope } from './scan-in-scope.ts'

const decompress = promisify(zstdDecompress)

const Row = z.object({
  name: z.string().nullable(),
  mediaType: z.string(),
  encoding: z.enum(['zstd', 'identity']),
  bytes: z.number(),
  body: z.instanceof(Buffer),
})
export type RawFile = { name: string; mediaType: string; body: Buffer }

/** An original as it came in, byte for byte, under the name it last had; undefined when it is not kept or not in scope. */
export async function getRaw(
  db: Db,
  scope: Scope,
  { sourceId, digest }: { sourceId: number; digest: string },
): Promise<RawFile | undefined> {
  const params: unknown[] = [sourceId, digest]
  const { rows } = await db.sql.query(
    `SELECT r.media_type AS "mediaType", r.encoding, r.bytes, r.body,
            (SELECT f.name FROM scan_file f WHERE f.source_id = r.source_id AND f.digest = r.digest LIMIT 1) AS name
     FROM raw r WHERE r.source_id = $1 AND r.digest = $2 AND ${rawInScope(scope, params)}`,
    params,
  )
  const row = rows[0] && Row.parse(rows[0])
  if (!row) return undefined
  // The length is known: what would inflate beyond it is not the original.
  const body =
    row.encoding === 'zstd' ? await decompress(row.body, { maxOutputLength: Math.max(row.bytes, 1) }) : row.body
  return { name: row.name ?? digest, mediaType: row.mediaType, body }
}

/** In a window an original can be seen that some scan in there was read from. */
const rawInScope = (scope: Scope, params: unknown[]): string =>
  scope.window
    ? `EXISTS (SELECT 1 FROM scan_file used WHERE used.source_id = r.source_id AND used.digest = r.digest
         AND ${scanInScope(scope, 'used', params)})`
    : inScope(scope, 'feed', 'r', params)
