import { z } from 'zod'
import { defineList } from '#app/api/_answer/define-list.ts'
import { PAGE_QUERY } from '#app/api/_answer/page-query.ts'
import { Refused } from '#app/api/_answer/refused.ts'
import { ProductError } from '#lib/errors.ts'
import { listScans as listRows, type ScanRow } from '#lib/queries/list-scans.ts'
import { listSources } from '#lib/queries/list-sources.ts'

export const ScanRecord = z.object({
  scanId: z.string(),
  feed: z.string(),
  category: z.string(),
  observedAt: z.date(),
  receivedAt: z.date(),
  complete: z.boolean(),
  reason: z.string().nullable().describe('Why it is not complete'),
  status: z.enum(['stored', 'superseded']).describe('Superseded: it came after a newer one, and moved nothing'),
  listed: z.int(),
  parsed: z.int(),
  rejected: z.int(),
  ignored: z.int(),
  stored: z.int(),
  opened: z.int(),
  closed: z.int(),
  changed: z.int(),
  repository: z.string().nullable(),
  commit: z.string().nullable(),
  ref: z.string().nullable(),
  run: z.string().nullable(),
  warnings: z.array(z.string()),
})

const { before: _before, ...FORWARD } = PAGE_QUERY

export const listScans = defineList({
  id: 'listScans',
  path: '/api/v1/sources/{id}/scans',
  tag: 'Sources',
  summary: 'List the scans of a source',
  words: 'What was read of a source, newest first, with what came of it. Pages go forward only.',
  params: z.object({ id: z.coerce.number().int().min(1).max(999_999_999) }),
  query: z.object(FORWARD),
  rowName: 'Scan',
  row: ScanRecord,
  file: 'scans',
  changesWith: ['results', 'minute'],
  page: async ({ db, scope, filter: { limit, after }, path: { id }, at }) => {
    const before = after === undefined ? undefined : parseCursor(after)
    const [source] = await listSources(db, scope, { now: at, id })
    if (!source) throw new ProductError('not-found', 'There is no such source.')
    const found = await listRows(db, scope, { sourceId: id, limit: limit + 1, ...(before && { before }) })
    const rows = found.slice(0, limit)
    const last = rows.at(-1)
    return { rows: rows.map(scanRecord), next: found.length > limit && last ? cursorOf(last) : undefined }
  },
})

export const scanRecord = ({ context, feedKind, ...scan }: ScanRow): z.infer<typeof ScanRecord> => ({
  ...scan,
  feed: feedKind,
  repository: context.repository ?? null,
  commit: context.commit ?? null,
  ref: context.ref ?? null,
  run: context.run ?? null,
  warnings: context.warnings,
})

const Cursor = z.tuple([z.iso.datetime(), z.guid()])

const cursorOf = ({ observedAt, scanId }: ScanRow): string =>
  Buffer.from(JSON.stringify([observedAt, scanId])).toString('base64url')

function parseCursor(text: string): { at: Date; scanId: string } {
  try {
    const [at, scanId] = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return { at: new Date(at), scanId }
  } catch {
    throw new Refused(400, 'after: is not a cursor of this list')
  }
}
