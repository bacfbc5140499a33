import type { ApiClient } from './api-client.ts'
import { ApiError } from './api-error.ts'
import type { KindRead } from './cluster-snapshot.ts'
import type { ApiResource, Found } from './discover.ts'
import { listPages } from './list-pages.ts'
import { resourcePath, withType } from './resource-path.ts'

/** Bytes of JSON that one snapshot may still take; counted down while it is read. */
type Budget = { bytesLeft: number }
export type ReadOptions = {
  accept?: string
  signal?: AbortSignal
  budget: Budget
  /** Every namespace there is, when known: the way out when one answer with all of them would be too long. */
  namespaces?: string[]
}
type Read = { items: unknown[]; kind: KindRead }

const EXPIRED_TWICE = 'the list expired twice while it was read, so objects may be missing from it'

/** Lists one kind. A failure ends in `kind`, with what had been listed by then in `items`; only an abort throws. */
export async function readKind(client: ApiClient, found: Found, options: ReadOptions): Promise<Read> {
  const { part, name } = found
  const kind = { part, kind: name, listed: 0 }
  if (found.state === 'absent') return { items: [], kind: { ...kind, state: 'absent', complete: true } }
  if (found.state !== 'served') {
    const reason = found.reason ?? 'cannot be read'
    return { items: [], kind: { ...kind, state: found.state, complete: false, reason } }
  }
  const items: unknown[] = []
  try {
    const isConsistent = await listAll(client, found.resource, options, items)
    const listed = items.length
    if (isConsistent) return { items, kind: { ...kind, state: 'read', complete: true, listed } }
    return { items, kind: { ...kind, state: 'inconsistent', complete: false, reason: EXPIRED_TWICE, listed } }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const state = error.status === 403 ? 'not-permitted' : 'unavailable'
    return { items, kind: { ...kind, state, complete: false, reason: error.message, listed: items.length } }
  }
}

async function listAll(
  client: ApiClient,
  resource: ApiResource,
  options: ReadOptions,
  items: unknown[],
): Promise<boolean> {
  const budgetBefore = options.budget.bytesLeft
  try {
    return await listInto(client, resource, undefined, options, items)
  } catch (error) {
    const isTooLarge = error instanceof ApiError && error.isTooLarge
    if (!isTooLarge || !resource.isNamespaced || !options.namespaces) throw error
  }
  items.length = 0
  options.budget.bytesLeft = budgetBefore
  let isConsistent = true
  for (const namespace of options.namespaces)
    isConsistent = (await listInto(client, resource, namespace, options, items)) && isConsistent
  return isConsistent
}

async function listInto(
  client: ApiClient,
  resource: ApiResource,
  namespace: string | undefined,
  { accept, signal, budget }: ReadOptions,
  items: unknown[],
): Promise<boolean> {
  const start = items.length
  const request = { ...(accept && { accept }), ...(signal && { signal }) }
  let isConsistent = true
  for await (const page of listPages(client, resourcePath(resource, namespace), request)) {
    if (page.isFirst) items.length = start
    budget.bytesLeft -= page.bytes
    if (budget.bytesLeft < 0) throw new ApiError('the cluster holds more than one snapshot may take')
    for (const item of page.items) items.push(withType(item, resource))
    isConsistent = page.isConsistent
  }
  return isConsistent
}
