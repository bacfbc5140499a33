import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { bundlePlace } from '#app/_server/bundle-place.ts'
import { defineFile } from '#app/api/_answer/define-file.ts'
import { MANIFEST } from '#lib/evidence/bundle-path.ts'
import { getBundle } from '#lib/queries/get-bundle.ts'

export const getBundleManifest = defineFile({
  id: 'getBundleManifest',
  path: '/api/v1/bundles/{id}/manifest',
  tag: 'Evidence',
  summary: 'Get the manifest of a bundle',
  words: 'The manifest, byte for byte: its SHA-256 is the one that was noted.',
  permission: 'bundle.read',
  mediaType: 'application/json',
  params: z.object({ id: z.string() }),
  get: async ({ db, scope, path, isHead }) => {
    const bundle = await getBundle(db, scope, path.id)
    const folder = bundle && (await bundlePlace(bundle.path))
    const file = folder && join(folder, MANIFEST)
    const size = file && (await stat(file).catch(() => undefined))?.size
    if (!bundle || !file || size === undefined) return undefined
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
