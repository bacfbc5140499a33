import type { ApiClient } from '../api-client.ts'
import type { KindRead } from '../cluster-snapshot.ts'
import type { Found } from '../discover.ts'
import { keepPortions } from './keep-portions.ts'
import { type ListState, listReports, listState, type ReportItem } from './list-reports.ts'
import type { Pace } from './pace.ts'
import { readOwners } from './read-owners.ts'
import type { ReportKind } from './report-kind.ts'
import type { ClusterSink, Outcome } from './sink.ts'
import { wholePlaces } from './whole-places.ts'

export type Reading = {
  client: ApiClient
  sink: ClusterSink
  pace: Pace
  signal: AbortSignal
  kinds: readonly ReportKind[]
  /** Why there may be kinds that are not among these. */
  missing: readonly string[]
  owners: readonly Found[]
  at: Date
  /** A list that expires is begun again with everything else, but not for ever: then the rest of it is taken. */
  onExpiry: 'fail' | 'rest'
  /** Holds everything at once: for a cluster whose reports speak of namespaces that were stored before. */
  isAtOnce: boolean
}
export type WholeReading = Outcome & { listed: number; kinds: KindRead[]; states: ListState[] }

/**
 * Reads all reports of a cluster and stores them, in portions of whole namespaces where they are many. Objects without a
 * namespace are read first and stored last, when everything that speaks of them is known.
 */
export async function readWhole(reading: Reading): Promise<WholeReading> {
  const { client, pace, signal, kinds, onExpiry, isAtOnce } = reading
  const states = kinds.map(listState)
  const pagesOf = (state: ListState) =>
    listReports(state, { client, pageSize: pace.pageSize, signal, onExpiry, isAnyOrder: isAtOnce })
  const [placed, unplaced] = [true, false].map((isPlaced) =>
    states.filter(({ kind }) => kind.resource.isNamespaced === isPlaced),
  )
  const bare: ReportItem[][] = []
  for (const state of unplaced ?? []) bare.push((await Array.fromAsync(pagesOf(state))).flat())
  const owners = await readOwners(client, reading.owners, { signal })
  const keeper = keepPortions(reading, { states, placed: placed ?? [], unplaced: unplaced ?? [], bare, owners })
  const size = isAtOnce ? Number.POSITIVE_INFINITY : pace.portionSize
  for await (const portion of wholePlaces((placed ?? []).map(pagesOf), size)) await keeper.take(portion)
  return keeper.finish()
}
