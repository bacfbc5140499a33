import { getDb } from '#app/_server/db.ts'
import { problem } from '#app/_server/problem.ts'
import { apiViewer } from '#app/_server/session.ts'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { getRaw } from '#lib/queries/get-raw.ts'

/** An original as it came in. It was written by others: it is only ever downloaded, never shown by a browser. */
export async function GET(
  request: Request,
  { params }: RouteContext<'/api/v1/sources/[id]/raw/[digest]'>,
): Promise<Response> {
  const viewer = await apiViewer(request)
  if (viewer instanceof Response) return viewer
  const { id, digest } = await params
  const isNamed = /^[1-9]\d{0,8}$/.test(id) && /^[0-9a-f]{64}$/.test(digest)
  const raw = isNamed ? await getRaw(getDb(), viewer.scope, { sourceId: Number(id), digest }) : undefined
  if (!raw) return problem(404, 'Not found', 'There is no such original, or it is not kept.')
  await writeAuditRow(getDb().sql, {
    at: new Date(),
    by: viewer,
    action: 'raw.downloaded',
    object: `source:${id}`,
    detail: { digest, name: raw.name },
  })
  return new Response(new Uint8Array(raw.body), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': attachment(raw.name),
      'content-length': String(raw.body.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-store',
    },
  })
}

/** The last part of a name: a plain form for every client, and the exact one for those that read UTF-8. */
function attachment(name: string): string {
  const last = name.split(/[/\\]/).at(-1) || 'original'
  const plain = last.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 120)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(last.slice(0, 120)).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`
}
