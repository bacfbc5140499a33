import type { ApiClient } from '../api-client.ts'
import { ApiError } from '../api-error.ts'
import { listPages } from '../list-pages.ts'
import { METADATA_ONLY } from '../metadata-only.ts'
import { resourcePath } from '../resource-path.ts'
import type { Seen } from './kind-memory.ts'
import { listReports, listState, SERVED_BY_REPORTS_SERVER } from './list-reports.ts'
import type { ReportKind } from './report-kind.ts'
import { seenObject } from './seen-report.ts'

type Comparison = { differing: Set<string>; version: string }
type Options = { client: ApiClient; pageSize: number; signal: AbortSignal }

/**
 * Lists a kind and tells in which namespaces it differs from what is remembered, and the version to watch from. Only the
 * metadata is read, except where versions mean nothing: there whole objects are compared by their marks.
 */
export async function compareKind(kind: ReportKind, options: Options): Promise<Comparison> {
  return kind.polled === SERVED_BY_REPORTS_SERVER ? compareMarks(kind, options) : compareVersions(kind, options)
}

async function compareVersions(kind: ReportKind, { client, pageSize, signal }: Options): Promise<Comparison> {
  let seen: Seen[] = []
  let version = ''
  const request = { limit: pageSize, accept: METADATA_ONLY, signal }
  for await (const page of listPages(client, resourcePath(kind.resource), request)) {
    if (page.isUnpaged) {
      kind.polled = SERVED_BY_REPORTS_SERVER
      return compareMarks(kind, { client, pageSize, signal })
    }
    if (page.isFirst) seen = []
    if (!page.isConsistent) throw new ApiError('the list expired while it was compared', { canRetry: true })
    version = page.resourceVersion
    for (const item of page.items) {
      const one = seenObject(item)
      if (one) seen.push(one)
    }
  }
  return { differing: kind.memory.differing(seen), version }
}

async function compareMarks(kind: ReportKind, options: Options): Promise<Comparison> {
  const state = listState(kind)
  const items = (await Array.fromAsync(listReports(state, { ...options, isAnyOrder: true }))).flat()
  if (state.trouble) throw new ApiError(state.trouble, { canRetry: true })
  return { differing: kind.memory.differingMarks(items.flatMap(({ seen }) => seen ?? [])), version: '' }
}
