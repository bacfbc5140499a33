import { Readable } from 'node:stream'
import { bundlePlace } from '#app/_server/bundle-place.ts'
import { getDb } from '#app/_server/db.ts'
import { problem } from '#app/_server/problem.ts'
import { apiViewer } from '#app/_server/session.ts'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { packBundle } from '#lib/evidence/pack-bundle.ts'
import { getBundle } from '#lib/queries/get-bundle.ts'

/** A bundle as one `.tar.gz`, with the same bytes each time. Every download is in the audit log. */
export async function GET(
  request: Request,
  { params }: RouteContext<'/api/v1/bundles/[id]/download'>,
): Promise<Response> {
  const viewer = await apiViewer(request)
  if (viewer instanceof Response) return viewer
  const db = getDb()
  const bundle = await getBundle(db, viewer.scope, (await params).id)
  if (!bundle) return problem(404, 'not-found', 'There is no such bundle.')
  const folder = await bundlePlace(bundle.path)
  if (!folder) return problem(404, 'not-found', 'The files of this bundle are not in the data directory.')

  const name = `muniment-bundle-${String(bundle.sequence).padStart(6, '0')}`
  const archive = await packBundle(folder, name)
  await writeAuditRow(db.sql, {
    at: new Date(),
    by: viewer,
    action: 'bundle.downloaded',
    object: `bundle:${bundle.id}`,
    detail: { sequence: bundle.sequence, manifestSha256: bundle.manifestSha256 },
  })
  return new Response(Readable.toWeb(archive) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': 'application/gzip',
      'content-disposition': `attachment; filename="${name}.tar.gz"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
