import { asList, asObject } from '#lib/sources/ci/json-value.ts'
import type { ApiClient } from '../api-client.ts'
import type { KindRead } from '../cluster-snapshot.ts'
import type { Found } from '../discover.ts'
import type { SeenReport } from './kind-memory.ts'
import { type ListState, listReports, listState, type ReportItem } from './list-reports.ts'
import type { Pace } from './pace.ts'
import { NO_OWNERS, readOwners } from './read-owners.ts'
import type { ReportKind } from './report-kind.ts'
import type { ReadReports } from './sink.ts'

type Wanted = {
  client: ApiClient
  pace: Pace
  signal: AbortSignal
  kinds: readonly ReportKind[]
  owners: readonly Found[]
  at: Date
}
export type PlacesRead = ReadReports & {
  places: string[]
  /** Lets the memories know what was read; for when it is stored. */
  remember: () => void
  ownersRead: readonly KindRead[]
  troubled: { kind: ReportKind; trouble: string }[]
}

const OWNED = new Set(['Pod', 'ReplicaSet', 'Job'])
const MAX_ROUNDS = 5

/**
 * Lists everything that some namespaces hold, each kind by itself. A report that speaks of another namespace brings that one
 * in too: of what is read together, everything is known.
 */
export async function readPlaces(
  wanted: ReadonlySet<string>,
  { client, pace, signal, kinds, owners, at }: Wanted,
): Promise<PlacesRead> {
  const places = new Set(wanted)
  const lists: { state: ListState; place: string; items: ReportItem[] }[] = []
  for (let round = 0, todo = [...places]; todo.length > 0; round++) {
    if (round > MAX_ROUNDS) throw new Error(`reports of ${[...wanted].join(', ')} speak of ever more namespaces`)
    for (const kind of kinds) kind.memory.spread(places)
    for (const kind of kinds)
      for (const place of todo) {
        if (kind.resource.isNamespaced === (place === '')) continue
        const state = listState(kind)
        const pages = listReports(state, {
          client,
          pageSize: pace.pageSize,
          signal,
          ...(place && { namespace: place }),
        })
        lists.push({ state, place, items: (await Array.fromAsync(pages)).flat() })
      }
    for (const { items } of lists)
      for (const { seen } of items) for (const place of seen?.elsewhere ?? []) places.add(place)
    const read = new Set([...lists.map(({ place }) => place), ...todo])
    todo = [...places].filter((place) => !read.has(place))
  }
  const objects = lists.flatMap(({ items }) => items.map(({ object }) => object))
  const links = objects.some(isOwned) ? await readOwners(client, owners, { signal, places: [...places] }) : NO_OWNERS
  const reasons = lists.flatMap(({ state: { kind, trouble, isConsistent } }) =>
    trouble ? [`${kind.name}: ${trouble}`] : isConsistent ? [] : [`${kind.name}: the list expired while it was read`],
  )
  return {
    at,
    objects,
    places: [...places],
    owners: links.linksIn([...places]),
    ownersRead: links.kinds,
    ...(reasons.length ? { complete: false, reason: [...new Set(reasons)].join('; ') } : { complete: true }),
    troubled: lists.flatMap(({ state: { kind, trouble } }) => (trouble ? [{ kind, trouble }] : [])),
    remember: () => {
      for (const { state, place, items } of lists)
        if (!state.trouble && state.isConsistent) state.kind.memory.settle(place, seenOf(items))
    },
  }
}

const seenOf = (items: readonly ReportItem[]): SeenReport[] => items.flatMap(({ seen }) => seen ?? [])

/** Whether a report is about something that may belong to a workload. */
function isOwned(object: unknown): boolean {
  const { scope, results } = asObject(object) ?? {}
  const kinds = [scope, ...asList(results).flatMap((result) => asList(asObject(result)?.resources))].map(
    (it) => asObject(it)?.kind,
  )
  return kinds.some((kind) => typeof kind === 'string' && OWNED.has(kind))
}
