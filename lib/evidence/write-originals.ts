import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { type BundleExport, sourceIds } from './bundle-export.ts'
import type { Omission } from './bundle-manifest.ts'
import { rawPath } from './raw-path.ts'
import type { Question } from './snapshot.ts'

type Kept = { sourceId: number; sha256: string; bytes: number; mediaType: string }

/**
 * Writes the original bytes of everything that a scan of the period read and that is kept, each once, and checks them
 * against the SHA-256 they were received with. What no longer has it is written as it is and named; what cannot be
 * unpacked any more is named.
 */
export async function writeOriginals(work: BundleExport): Promise<Omission[]> {
  const { snapshot, writer, window, sources } = work
  const byId = new Map(sources.map((source) => [source.id, source]))
  const faults: Omission[] = []
  let count = 0
  for await (const kept of snapshot.stream<Kept>(KEPT, [sourceIds(work), window.start, window.cutoff])) {
    const source = byId.get(kept.sourceId)
    if (!source) continue
    if (count++ % 200 === 0) await work.progress(`originals of ${source.name}`)
    const [stored] = await snapshot.rows<{ encoding: string; body: Buffer }>(BODY, [kept.sourceId, kept.sha256])
    const fault = (reason: string) =>
      faults.push({ what: `original ${kept.sha256} of ${source.name}`, from: null, to: null, reason })
    if (!stored) continue
    const original = { sha256: kept.sha256, size: kept.bytes }
    const facts = { role: 'raw', mediaType: kept.mediaType, original }
    const found = measured(unpacked(stored))
    try {
      const isKey = /^[0-9a-f]{64}$/.test(kept.sha256)
      await writer.add(rawPath(source, kept), found.bytes, isKey ? facts : { role: 'raw', mediaType: kept.mediaType })
      if (found.sha256() !== kept.sha256) fault('the bytes that are kept no longer have this SHA-256')
    } catch (error) {
      if (!isUnreadable(error)) throw error
      fault('the bytes that are kept cannot be unpacked')
    }
  }
  return faults
}

function unpacked({ encoding, body }: { encoding: string; body: Buffer }): AsyncIterable<Uint8Array> {
  const source = Readable.from([body], { objectMode: true })
  if (encoding !== 'zstd') return source
  const unpack = createZstdDecompress()
  pipeline(source, unpack).catch(() => {}) // whoever reads `unpack` meets the same error
  return unpack
}

function measured(chunks: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256')
  async function* bytes() {
    for await (const chunk of chunks) {
      hash.update(chunk)
      yield chunk
    }
  }
  return { bytes: bytes(), sha256: () => hash.digest('hex') }
}

const isUnreadable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(ZSTD|Z)_/.test(String(error.code))

const KEPT: Question = {
  name: 'originals',
  about: 'Originals that scans of the period read and that are kept. $1 sources, $2 start, $3 end.',
  sql: `
SELECT r.source_id AS "sourceId", r.digest AS sha256, r.bytes, r.media_type AS "mediaType"
FROM raw r
WHERE r.source_id = ANY ($1::int[]) AND EXISTS (
  SELECT 1 FROM scan_file d JOIN scan c USING (source_id, scan_id)
  WHERE d.source_id = r.source_id AND d.digest = r.digest AND c.observed_at >= $2 AND c.observed_at < $3)
ORDER BY 1, r.digest COLLATE "C"`,
}

const BODY: Question = {
  name: 'original-bytes',
  about: 'The bytes of one original. $1 source, $2 SHA-256.',
  sql: `SELECT encoding, body FROM raw WHERE source_id = $1 AND digest = $2`,
}
