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
  /** The version of the first page, from which the list can be watched; empty where none is given. */
  resourceVersion: string
}
type ListOptions = {
  limit?: number
  accept?: string
  signal?: AbortSignal
  /** What is done when the list expires for the first time: `restart` it (the default), go on with the `rest`, or `fail`. */
  onExpiry?: 'restart' | 'rest' | 'fail'
}

const List = z.object({
  kind: z.string().endsWith('List'),
  metadata: z.object({ resourceVersion: z.string().optional(), continue: z.string().optional() }),
  items: z.array(z.unknown()).nullable(),
})
const REPORTS_SERVER_VERSION = '1'
const MAX_EXPIRIES = 10

/**
 * Yields a list page by page. When its continue token expires it begins again once, unless told otherwise; when that happens
 * a second time the rest is taken as it is by then and said to be inconsistent.
 */
export async function* listPages(client: ApiClient, path: string, options: ListOptions = {}): AsyncGenerator<Page> {
  const { limit = 500, onExpiry = 'restart', ...request } = options
  const restarts = onExpiry === 'restart' ? 1 : 0
  let token = ''
  let expiries = 0
  let resourceVersion = ''
  let isConsistent = true
  for (;;) {
    try {
      const query = { limit: String(limit), ...(token && { continue: token }) }
      const { body, bytes } = await client.get(path, { ...request, query })
      const { items, metadata } = parseList(body)
      if (!token) resourceVersion = metadata.resourceVersion ?? ''
      const isUnpaged = !token && metadata.resourceVersion === REPORTS_SERVER_VERSION
      const next = isUnpaged ? '' : (metadata.continue ?? '')
      if (next && next === token) throw new ApiError('the server gives the same page again and again')
      yield { items: items ?? [], bytes, isFirst: !token, isConsistent, isUnpaged, resourceVersion }
      if (!next) return
      token = next
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 410 || !token || onExpiry === 'fail') throw error
      const rest = error.kubeStatus?.metadata?.continue
      expiries += 1
      if (expiries > restarts && (!rest || expiries > MAX_EXPIRIES)) throw error
      isConsistent = expiries <= restarts
      token = isConsistent ? '' : (rest ?? '')
    }
  }
}

function parseList(body: unknown): z.infer<typeof List> {
  const list = List.safeParse(body)
  if (!list.success) throw new ApiError('the answer is not a list of objects')
  return list.data
}
