import { z } from 'zod'
import type { ApiClient } from './api-client.ts'
import { ApiError } from './api-error.ts'

export type Page = {
  items: unknown[]
  bytes: number
  /** The list began here, perhaps again: what came before is void. */
  isFirst: boolean
  /** False from where the list could only go on at a later moment: it may lack objects, so nothing is gone for being absent. */
  isConsistent: boolean
  /** Served by kyverno/reports-server, which gives everything at once and whose resourceVersions mean nothing. */
  isUnpaged: boolean
}
type ListOptions = { limit?: number; accept?: string; signal?: AbortSignal }

const List = z.object({
  kind: z.string().endsWith('List'),
  metadata: z.object({ resourceVersion: z.string().optional(), continue: z.string().optional() }),
  items: z.array(z.unknown()).nullable(),
})
const REPORTS_SERVER_VERSION = '1'
const MAX_EXPIRIES = 10

/**
 * Yields a list page by page. When its continue token expires it begins again once; when that happens a second time the
 * rest is taken as it is by then and said to be inconsistent.
 */
export async function* listPages(client: ApiClient, path: string, options: ListOptions = {}): AsyncGenerator<Page> {
  const { limit = 500, ...request } = options
  let token = ''
  let expiries = 0
  let isConsistent = true
  for (;;) {
    try {
      const query = { limit: String(limit), ...(token && { continue: token }) }
      const { body, bytes } = await client.get(path, { ...request, query })
      const { items, metadata } = parseList(body)
      const isUnpaged = !token && metadata.resourceVersion === REPORTS_SERVER_VERSION
      const next = isUnpaged ? '' : (metadata.continue ?? '')
      if (next && next === token) throw new ApiError('the server gives the same page again and again')
      yield { items: items ?? [], bytes, isFirst: !token, isConsistent, isUnpaged }
      if (!next) return
      token = next
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 410 || !token) throw error
      const rest = error.kubeStatus?.metadata?.continue
      expiries += 1
      if (expiries > 1 && (!rest || expiries > MAX_EXPIRIES)) throw error
      isConsistent = expiries === 1
      token = isConsistent ? '' : (rest ?? '')
    }
  }
}

function parseList(body: unknown): z.infer<typeof List> {
  const list = List.safeParse(body)
  if (!list.success) throw new ApiError('the answer is not a list of objects')
  return list.data
}
