import type { KindRead } from '../cluster-snapshot.ts'
import type { SeenReport } from './kind-memory.ts'
import type { ListState, ReportItem } from './list-reports.ts'
import type { Owners } from './read-owners.ts'
import type { Reading, WholeReading } from './read-whole.ts'
import type { Outcome, Portions, ReadReports } from './sink.ts'
import type { WholePlaces } from './whole-places.ts'

type Listed = {
  states: readonly ListState[]
  placed: readonly ListState[]
  unplaced: readonly ListState[]
  /** The objects without a namespace, one list for each of `unplaced`. */
  bare: ReportItem[][]
  owners: Owners
}

/** Says that a report speaks of a namespace that was stored already, so that the reading has to be done in one piece. */
export class SpeaksBack extends Error {}

/**
 * Stores a reading as it comes. What fits into one portion is stored as a whole; else each portion holds whole namespaces,
 * with the reports of others that speak of them, and the last one what has no namespace. Memories follow what is stored.
 */
export function keepPortions({ sink, missing, at }: Reading, { states, placed, unplaced, bare, owners }: Listed) {
  const stored = new Set<string>()
  const rejections = new Set<string>()
  let portions: Portions | undefined
  let only: WholePlaces<ReportItem> | undefined
  /** Reports that speak of namespaces other than their own, by those. */
  const spokenOf = new Map<string, Set<unknown>>()
  const note = ({ object, seen }: ReportItem, here: ReadonlySet<string>) => {
    for (const place of seen?.elsewhere ?? []) {
      if (here.has(place)) continue
      if (stored.has(place)) throw new SpeaksBack(place)
      spokenOf.set(place, (spokenOf.get(place) ?? new Set()).add(object))
    }
  }
  for (const item of bare.flat()) note(item, new Set(['']))

  const kinds = () => [...states.map(kindRead), ...owners.kinds]
  const standing = (): { complete: boolean; reason?: string } => {
    const reasons = [...missing, ...states.flatMap(whyShort)]
    return reasons.length ? { complete: false, reason: reasons.join('; ') } : { complete: true }
  }
  const part = (objects: unknown[], places: readonly string[]): ReadReports => ({
    at,
    objects,
    owners: owners.linksIn(places),
    kinds: kinds(),
    ...standing(),
  })
  const store = async (places: string[], items: readonly ReportItem[]) => {
    const objects = [
      ...items.map(({ object }) => object),
      ...places.flatMap((place) => [...(spokenOf.get(place) ?? [])]),
    ]
    for (const place of places) spokenOf.delete(place)
    portions ??= sink.reportPortions(at)
    const before = standing()
    const { complete, reason } = await portions.store({ ...part([...new Set(objects)], places), places })
    if (before.complete && !complete && reason) rejections.add(reason)
    for (const place of places) stored.add(place)
  }
  const answer = ({ complete, reason }: Outcome): WholeReading => {
    const listed = states.reduce((sum, state) => sum + state.listed, 0)
    return { complete, reason, listed, kinds: kinds(), states: [...states] }
  }
  const storeWhole = async ({ items, places }: WholePlaces<ReportItem>) => {
    const all = [...bare.flat(), ...items.flat()].map(({ object }) => object)
    const outcome = await sink.wholeReports(part(all, places))
    remember(placed, items, places)
    return outcome
  }
  const endPortions = async (last: WholePlaces<ReportItem> | undefined): Promise<Outcome> => {
    if (last) await takePortion(last)
    const left = [...spokenOf.keys()]
    await store([...new Set(['', ...left])], bare.flat())
    const { reason: short } = standing()
    const reason = [short, ...rejections].filter(Boolean).join('; ')
    await portions?.finish({ kinds: kinds(), ...(reason ? { complete: false, reason } : { complete: true }) })
    return { complete: !reason, reason: reason || null }
  }
  const takePortion = async ({ items, places }: WholePlaces<ReportItem>) => {
    if (!places.length) return
    const here = new Set(places)
    for (const item of items.flat()) note(item, here)
    await store(places, items.flat())
    remember(placed, items, places)
  }

  return {
    take: async (portion: WholePlaces<ReportItem>): Promise<void> => {
      if (portion.isLast) only = portion
      else await takePortion(portion)
    },
    finish: async (): Promise<WholeReading> => {
      const isUnread = states.length > 0 && states.every(({ trouble, listed }) => trouble && listed === 0)
      if (isUnread) return answer({ complete: false, reason: standing().reason ?? null })
      const outcome = only && !portions ? await storeWhole(only) : await endPortions(only)
      remember(unplaced, bare, [''])
      const met = portions ? stored : new Set(only?.places)
      for (const { kind, trouble, isConsistent } of placed)
        if (!trouble && isConsistent)
          for (const place of [...kind.memory.places()]) if (!met.has(place)) kind.memory.settle(place, [])
      return answer(outcome)
    },
  }
}

function remember(states: readonly ListState[], items: readonly ReportItem[][], places: readonly string[]): void {
  for (const [i, { kind }] of states.entries()) {
    const byPlace = Map.groupBy(items[i] ?? [], ({ namespace }) => namespace)
    for (const place of places) kind.memory.settle(place, seenOf(byPlace.get(place) ?? []))
  }
}

const seenOf = (items: readonly ReportItem[]): SeenReport[] => items.flatMap(({ seen }) => seen ?? [])

function whyShort({ kind, trouble, isConsistent }: ListState): string[] {
  if (trouble) return [`${kind.name}: ${trouble}`]
  return isConsistent ? [] : [`${kind.name}: the list expired while it was read, so objects may be missing from it`]
}

function kindRead({ kind, trouble, isConsistent, listed }: ListState): KindRead {
  const common = { part: 'reports', kind: kind.name, listed } as const
  if (!trouble) return { ...common, state: isConsistent ? 'read' : 'inconsistent', complete: isConsistent }
  const state = trouble.startsWith('not permitted') ? 'not-permitted' : 'unavailable'
  return { ...common, state, complete: false, reason: trouble }
}
