import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { FindingKey } from '#lib/domain/finding-key.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { getRaw } from './get-raw.ts'
import { inScope } from './in-scope.ts'

/** Originals above this size are offered as a download only. */
const READ_LIMIT_BYTES = 16 * 1024 * 1024

const Row = z.object({
  scanId: z.string(),
  observedAt: z.date(),
  complete: z.boolean(),
  context: z.record(z.string(), z.unknown()),
  file: z.string().nullable(),
  digest: z.string().nullable(),
  bytes: z.number().nullable(),
  mediaType: z.string().nullable(),
  isKept: z.boolean(),
})
export type FindingOriginal = z.infer<typeof Row> & {
  /** The bytes as received; undefined when they were not kept here or are too large to be read for a screen. */
  body: Buffer | undefined
}

/**
 * The document that last said what a finding is: the scan, the file of that name or its only one, and the bytes as received.
 * Undefined when the trail names no scan, as for findings that were only ever excepted.
 */
export async function getFindingOriginal(
  db: Db,
  scope: Scope,
  key: FindingKey,
  file: string | undefined,
): Promise<FindingOriginal | undefined> {
  const params: unknown[] = [key.sourceId, key.feedId, key.subject, key.checkId, key.part, file ?? null]
  const { rows } = await db.sql.query(
    `WITH said AS (
       SELECT e.source_id, e.scan_id FROM finding_event e JOIN scan n USING (source_id, scan_id)
       WHERE e.source_id = $1 AND e.feed_id = $2 AND e.subject = $3 AND e.check_id = $4 AND e.part = $5 AND e.event IN (1, 3)
         AND ${inScope(scope, 'scan', 'n', params)}
       ORDER BY e.at DESC, e.gen DESC LIMIT 1)
     SELECT s.scan_id AS "scanId", s.observed_at AS "observedAt", s.complete, s.context, f.name AS file, f.digest, f.bytes,
       r.media_type AS "mediaType", r.digest IS NOT NULL AS "isKept"
     FROM said JOIN scan s USING (source_id, scan_id)
     LEFT JOIN LATERAL (
       SELECT name, digest, bytes, count(*) OVER () AS files FROM scan_file f
       WHERE f.source_id = s.source_id AND f.scan_id = s.scan_id
       ORDER BY (f.name = $6) DESC NULLS LAST, f.n LIMIT 1) f ON f.name = $6 OR f.files = 1
     LEFT JOIN raw r ON r.source_id = s.source_id AND r.digest = f.digest`,
    params,
  )
  const original = z.array(Row).parse(rows)[0]
  if (!original) return undefined
  const { digest, isKept, bytes } = original
  const isRead = isKept && digest !== null && (bytes ?? 0) <= READ_LIMIT_BYTES
  const raw = isRead ? await getRaw(db, scope, { sourceId: key.sourceId, digest }) : undefined
  return { ...original, body: raw?.body }
}
