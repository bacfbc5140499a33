import { z } from 'zod'
import type { ApiClient } from '../api-client.ts'
import { ApiError } from '../api-error.ts'
import { listPages } from '../list-pages.ts'
import { resourcePath, withType } from '../resource-path.ts'
import type { SeenReport } from './kind-memory.ts'
import type { ReportKind } from './report-kind.ts'
import { seenReport } from './seen-report.ts'
import type { PlacedItem } from './whole-places.ts'

export type ReportItem = PlacedItem & { object: unknown; seen: SeenReport | undefined }
export type Listing = {
  client: ApiClient
  pageSize: number
  signal: AbortSignal
  onExpiry?: 'fail' | 'rest'
  namespace?: string
  /** Takes a list in whatever order it comes. */
  isAnyOrder?: boolean
}
/** How a list went, known when its pages have been walked. */
export type ListState = {
  kind: ReportKind
  version: string
  isConsistent: boolean
  listed: number
  /** Why it ended before its time. */
  trouble: string | undefined
}

export const SERVED_BY_REPORTS_SERVER =
  'reports-server serves it, whose watches leave deletions out: listed again and again'
const Served = z.object({
  metadata: z.object({ annotations: z.object({ 'kyverno.reports-server.io/served-by': z.string() }) }),
})

export const listState = (kind: ReportKind): ListState => ({
  kind,
  version: '',
  isConsistent: true,
  listed: 0,
  trouble: undefined,
})

/** Says that a list is not in the order that whole namespaces are told by. */
export class Unordered extends Error {}

/**
 * Lists the reports of a kind page by page, in the order of their namespaces. A failure becomes the state's trouble and ends
 * the list, with what had been listed by then; an expired list that may not go on, and an abort, are thrown.
 */
export async function* listReports(state: ListState, listing: Listing): AsyncGenerator<ReportItem[]> {
  const { kind } = state
  const { client, pageSize, signal, onExpiry, namespace, isAnyOrder = false } = listing
  let place = namespace ?? ''
  try {
    const path = resourcePath(kind.resource, namespace)
    for await (const page of listPages(client, path, { limit: pageSize, signal, ...(onExpiry && { onExpiry }) })) {
      state.version = page.resourceVersion
      state.isConsistent = page.isConsistent
      if (page.isUnpaged || !/^\d+$/.test(page.resourceVersion)) kind.polled = SERVED_BY_REPORTS_SERVER
      const items: ReportItem[] = []
      for (const bare of page.items) {
        const object = withType(bare, kind.resource)
        const seen = seenReport(object)
        if (seen && `${seen.namespace}/` < `${place}/` && !page.isUnpaged && !isAnyOrder) throw new Unordered()
        // What cannot be read at all counts where it was found.
        place = seen?.namespace ?? place
        items.push({ namespace: place, object, seen })
      }
      state.listed += items.length
      if (items[0] && Served.safeParse(items[0].object).success) kind.polled = SERVED_BY_REPORTS_SERVER
      if (page.isUnpaged)
        items.sort((a, b) => (`${a.namespace}/` < `${b.namespace}/` ? -1 : a.namespace === b.namespace ? 0 : 1))
      yield items
    }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof ApiError) || (error.status === 410 && onExpiry === 'fail')) throw error
    state.trouble = error.message
  }
}
