import { z } from 'zod'
import { defineFile } from '#app/api/_answer/define-file.ts'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { getRaw } from '#lib/queries/get-raw.ts'

export const downloadOriginal = defineFile({
  id: 'downloadOriginal',
  path: '/api/v1/sources/{id}/raw/{digest}',
  tag: 'Evidence',
  summary: 'Download an original',
  words: 'A document as it came in, byte for byte, by its SHA-256. Every download is in the audit log.',
  mediaType: 'application/octet-stream',
  params: z.object({
    id: z.coerce.number().int().min(1).max(999_999_999).describe('Number of the source'),
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 in hex'),
  }),
  get: async ({ db, scope, viewer, path: { id, digest }, isHead }) => {
    const raw = await getRaw(db, scope, { sourceId: id, digest })
    if (!raw) return undefined
    if (!isHead)
      await writeAuditRow(db.sql, {
        at: new Date(),
        by: viewer,
        action: 'original.downloaded',
        object: `source:${id}`,
        detail: { digest, name: raw.name },
      })
    // It was written by others: it is only ever downloaded, never shown by a browser.
    return new Response(isHead ? null : new Uint8Array(raw.body), {
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': attachment(raw.name),
        'content-length': String(raw.body.length),
        'content-security-policy': "sandbox; default-src 'none'",
      },
    })
  },
})

/** The last part of a name: a plain form for every client, and the exact one for those that read UTF-8. */
function attachment(name: string): string {
  const last = name.split(/[/\\]/).at(-1) || 'original'
  const plain = last.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 120)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(last.slice(0, 120)).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`
}
