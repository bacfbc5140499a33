import { Readable } from 'node:stream'
import { z } from 'zod'
import { bundlePlace } from '#app/_server/bundle-place.ts'
import { defineFile } from '#app/api/_answer/define-file.ts'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { packBundle } from '#lib/evidence/pack-bundle.ts'
import { getBundle } from '#lib/queries/get-bundle.ts'

export const downloadBundle = defineFile({
  id: 'downloadBundle',
  path: '/api/v1/bundles/{id}/download',
  tag: 'Evidence',
  summary: 'Download a bundle',
  words: 'The bundle as one archive, with the same bytes each time. Every download is in the audit log.',
  permission: 'bundle.read',
  mediaType: 'application/gzip',
  params: z.object({ id: z.string() }),
  get: async ({ db, scope, viewer, path, isHead }) => {
    const bundle = await getBundle(db, scope, path.id)
    const folder = bundle && (await bundlePlace(bundle.path))
    if (!bundle || !folder) return undefined
    const name = `muniment-bundle-${String(bundle.sequence).padStart(6, '0')}`
    const headers = {
      'content-type': 'application/gzip',
      'content-disposition': `attachment; filename="${name}.tar.gz"`,
    }
    if (isHead) return new Response(null, { headers })
    const archive = await packBundle(folder, name)
    await writeAuditRow(db.sql, {
      at: new Date(),
      by: viewer,
      action: 'bundle.downloaded',
      object: `bundle:${bundle.id}`,
      detail: { sequence: bundle.sequence, manifestSha256: bundle.manifestSha256 },
    })
    return new Response(Readable.toWeb(archive) as ReadableStream<Uint8Array>, { headers })
  },
})
