import { getDb } from '#app/_server/db.ts'
import { problem, unauthorized } from '#app/_server/problem.ts'
import { acceptToken } from '#lib/commands/accept-token.ts'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { addressOf } from '#lib/http/address-of.ts'
import { localMark } from '#lib/http/local-mark.ts'
import { productVersion } from '#lib/product-version.ts'
import { getMetrics } from '#lib/queries/get-metrics.ts'
import { renderMetrics } from './render-metrics.ts'

export const dynamic = 'force-dynamic'

/** Numbers for Prometheus and its like, as OpenMetrics: for a `metrics` token, or for whoever asks on this machine. */
export async function GET(request: Request): Promise<Response> {
  const now = new Date()
  const db = getDb()
  const authorization = request.headers.get('authorization')
  if (authorization) {
    const token = await acceptToken(db, authorization, { now, address: addressOf(request.headers) })
    if ('refused' in token) return unauthorized(token.refused)
    if (token.kind !== 'metrics')
      return problem(
        403,
        'Forbidden',
        `A token of the kind ${token.kind} does not read /metrics; make a metrics token.`,
      )
  } else if (!request.headers.has(localMark())) return unauthorized('Send a metrics token: Authorization: Bearer mnt_…')
  const metrics = await getMetrics(db, EVERYTHING, now)
  if (!metrics) throw new Error('the numbers were refused to who sees everything')
  const { body, contentType } = await renderMetrics(metrics, productVersion(), now)
  return new Response(body, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } })
}
