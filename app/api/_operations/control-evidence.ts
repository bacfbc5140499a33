import { z } from 'zod'
import type { EvidenceRow } from '#lib/queries/list-control-evidence.ts'
import { originalPath } from './original-path.ts'

export const EvidenceRecord = z.object({
  source: z.string(),
  feed: z.string(),
  category: z.string(),
  scanId: z.string(),
  scan: z.string().describe('Where the scan is told of'),
  complete: z.boolean().describe('Only a complete scan proves that nothing else is there'),
  effectiveAt: z.date().describe('When it was true: the time of the observation'),
  collectedAt: z.date().describe('When it came in'),
  expiresAt: z.date().describe('When it stops being current'),
  file: z.string().nullable(),
  sha256: z.string().nullable(),
  bytes: z.int().nullable(),
  download: z.string().nullable().describe('Where the original is; null when it is not kept'),
  bundles: z
    .array(
      z.object({
        id: z.string(),
        sequence: z.int(),
        manifestSha256: z.string().nullable(),
        download: z.string(),
      }),
    )
    .describe('The finished bundles of a period that holds it'),
})

export const evidenceRecord = (row: EvidenceRow): z.infer<typeof EvidenceRecord> => ({
  ...row,
  scan: `/api/v1/sources/${row.sourceId}/scans/${row.scanId}`,
  effectiveAt: row.observedAt,
  collectedAt: row.receivedAt,
  download: row.isKept && row.sha256 ? originalPath({ sourceId: row.sourceId, sha256: row.sha256 }) : null,
  bundles: row.bundles.map((bundle) => ({ ...bundle, download: `/api/v1/bundles/${bundle.id}/download` })),
})
