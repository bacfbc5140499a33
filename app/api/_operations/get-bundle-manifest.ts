import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { bundlePlace } from '#app/_server/bundle-place.ts'
import { defineFile } from '#app/api/_answer/define-file.ts'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { MANIFEST } from '#lib/evidence/bundle-path.ts'
import { getBundle } from '#lib/queries/get-bundle.ts'

export const getBundleManifest = defineFile({
  id: 'getBundleManifest',
  path: '/api/v1/bundles/{id}/manifest',
  tag: 'Evidence',
  summary: 'Get the manifest of a bundle',
  words: 'The manifest, byte for byte: its SHA-256 is the one that was noted. Every reading is in the audit log.',
  permission: 'bundle.read',
  mediaType: 'application/json',
  params: z.object({ id: z.string() }),
  get: async ({ db, scope, viewer, path, isHead }) => {
    const bundle = await getBundle(db, scope, path.id)
    const folder = bundle && (await bundlePlace(bundle.path))
    const file = folder && join(folder, MANIFEST)
    const size = file && (await stat(file).catch(() => undefined))?.size
    if (!bundle || !file || size === undefined) return undefined
    if (!isHead)
      await writeAuditRow(db.sql, {
        at: new Date(),
        by: viewer,
        action: 'bundle.read',
        object: `bundle:${bundle.id}`,
        detail: { sequence: bundle.sequence, what: 'manifest' },
      })
    const body = isHead ? null : (Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>)
    return new Response(body, {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(size),
        'content-disposition': `inline; filename="manifest-${bundle.sequence}.json"`,
      },
    })
  },
})
