import { z } from 'zod'
import { defineOne } from '#app/api/_answer/define-one.ts'
import { MAX_PAGE } from '#app/api/_answer/page-query.ts'
import { listRejected } from '#lib/queries/list-rejected.ts'
import { listScanFiles } from '#lib/queries/list-scan-files.ts'
import { listScans } from '#lib/queries/list-scans.ts'
import { ScanRecord, scanRecord } from './list-scans.ts'
import { originalPath } from './original-path.ts'

const Whole = ScanRecord.extend({
  files: z
    .array(
      z.object({
        name: z.string(),
        sha256: z.string().nullable(),
        bytes: z.int(),
        listed: z.int(),
        parsed: z.int(),
        rejected: z.int(),
        download: z.string().nullable().describe('Where the original is; null when it is not kept'),
      }),
    )
    .describe(`The documents it was made from, up to ${MAX_PAGE}`),
  rejectedEntries: z
    .array(z.object({ file: z.string(), path: z.string(), reason: z.string() }))
    .describe(`The entries that could not be read, up to ${MAX_PAGE}`),
})

export const getScan = defineOne({
  id: 'getScan',
  path: '/api/v1/sources/{id}/scans/{scan}',
  tag: 'Sources',
  summary: 'Get a scan',
  words: 'One scan with the documents it was made from and what of them could not be read.',
  params: z.object({ id: z.coerce.number().int().min(1).max(999_999_999), scan: z.guid() }),
  query: z.object({}),
  rowName: 'ScanWithFiles',
  row: Whole,
  changesWith: ['results', 'minute'],
  get: async ({ db, scope, path: { id: sourceId, scan: scanId } }) => {
    const [scan] = await listScans(db, scope, { sourceId, scanId, limit: 1 })
    if (!scan) return undefined
    const asked = { sourceId, scanId, limit: MAX_PAGE }
    const [files, rejected] = await Promise.all([listScanFiles(db, scope, asked), listRejected(db, scope, asked)])
    return {
      ...scanRecord(scan),
      files: files.map(({ digest, isKept, n: _n, ...file }) => ({
        ...file,
        sha256: digest,
        download: isKept && digest ? originalPath({ sourceId, sha256: digest }) : null,
      })),
      rejectedEntries: rejected.map(({ n: _n, ...entry }) => entry),
    }
  },
})
