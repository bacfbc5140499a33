import { answerRows } from '#app/_server/answer-rows.ts'
import { getDb } from '#app/_server/db.ts'
import { apiViewer } from '#app/_server/session.ts'
import type { BundleRow } from '#lib/queries/bundle-row.ts'
import { listBundles } from '#lib/queries/list-bundles.ts'

/** The bundles, newest first, as JSON or CSV. Where they lie on the server is not told. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await apiViewer(request)
  if (viewer instanceof Response) return viewer
  const bundles = await listBundles(getDb(), viewer.scope)
  const rows = bundles.map(({ path: _path, ...bundle }) => bundle)
  return answerRows({ name: 'bundles', rows, columns: COLUMNS, viewer, request, at: new Date() })
}

const COLUMNS: { key: string; value: (row: Omit<BundleRow, 'path'>) => string | number | Date | null }[] = [
  { key: 'sequence', value: (row) => row.sequence },
  { key: 'id', value: (row) => row.id },
  { key: 'kind', value: (row) => row.kind },
  { key: 'periodStart', value: (row) => row.periodStart },
  { key: 'periodEnd', value: (row) => row.periodEnd },
  { key: 'state', value: (row) => row.state },
  { key: 'missing', value: (row) => row.missing.length },
  { key: 'files', value: (row) => row.files },
  { key: 'bytes', value: (row) => row.bytes },
  { key: 'manifestSha256', value: (row) => row.manifestSha256 },
  { key: 'requestedBy', value: (row) => row.requestedBy },
  { key: 'requestedAt', value: (row) => row.requestedAt },
  { key: 'finishedAt', value: (row) => row.finishedAt },
  { key: 'error', value: (row) => row.error },
]
