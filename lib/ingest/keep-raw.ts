import { promisify } from 'node:util'
import { constants, zstdCompress } from 'node:zlib'
import type { Sql } from '#lib/db/connect.ts'
import type { ScanFile } from './scan.ts'

const compress = promisify(zstdCompress)

export type Packed = { digest: string; bytes: number; mediaType: string; body: Buffer }

/** Compresses the bodies that are to be kept, off the main thread, before the scan's transaction opens. */
export async function packRaw(files: ScanFile[]): Promise<Packed[]> {
  return Promise.all(
    files.flatMap(({ digest, bytes, body, mediaType }) =>
      body
        ? [
            compress(body, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }).then((packed) => ({
              digest,
              bytes,
              mediaType: mediaType ?? 'application/octet-stream',
              body: packed,
            })),
          ]
        : [],
    ),
  )
}

/** Keeps originals once by their SHA-256. Returns how many were new. */
export async function keepRaw(sql: Sql, sourceId: number, packed: Packed[], at: Date): Promise<number> {
  let added = 0
  for (const { digest, bytes, mediaType, body } of packed) {
    const { rowCount } = await sql.query(
      `INSERT INTO raw (source_id, digest, bytes, encoding, media_type, body, first_at)
       VALUES ($1, $2, $3, 'zstd', $4, $5, $6) ON CONFLICT DO NOTHING`,
      [sourceId, digest, bytes, mediaType, body, at],
    )
    added += rowCount ?? 0
  }
  return added
}
