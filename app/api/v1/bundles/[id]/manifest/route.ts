import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { bundlePlace } from '#app/_server/bundle-place.ts'
import { getDb } from '#app/_server/db.ts'
import { problem } from '#app/_server/problem.ts'
import { apiViewer } from '#app/_server/session.ts'
import { MANIFEST } from '#lib/evidence/bundle-path.ts'
import { getBundle } from '#lib/queries/get-bundle.ts'

/** The manifest of a bundle, byte for byte: its SHA-256 is the one that was noted. */
export async function GET(
  request: Request,
  { params }: RouteContext<'/api/v1/bundles/[id]/manifest'>,
): Promise<Response> {
  const viewer = await apiViewer(request)
  if (viewer instanceof Response) return viewer
  const bundle = await getBundle(getDb(), viewer.scope, (await params).id)
  if (!bundle) return problem(404, 'not-found', 'There is no such bundle.')
  const folder = await bundlePlace(bundle.path)
  const path = folder && join(folder, MANIFEST)
  const size = path && (await stat(path).catch(() => undefined))?.size
  if (!path || size === undefined) return problem(404, 'not-found', 'The manifest is not in the data directory.')
  return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(size),
      'content-disposition': `inline; filename="manifest-${bundle.sequence}.json"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
