import type { ReportMark } from '#lib/sources/policy-report/mark-report.ts'

export type Seen = { namespace: string; name: string; uid: string; version: string }
export type SeenReport = Seen & ReportMark
type Remembered = Omit<SeenReport, 'namespace' | 'name'>

/** What an event changed: the namespaces it concerns, and whether it left a report without results or filled one. */
export type Change = { places: string[]; isEmptied: boolean }

/** What is remembered of the objects of one kind: of each its version and a mark of what it says, never the object. */
export class KindMemory {
  readonly #places = new Map<string, Map<string, Remembered>>()
  /** The few objects that speak of other namespaces than their own. */
  readonly #strays = new Map<string, readonly string[]>()
  size = 0

  /** Takes in an object as it is now; undefined when it says what it said before. */
  see(seen: SeenReport): Change | undefined {
    const before = this.#places.get(seen.namespace)?.get(seen.name)
    this.#set(seen)
    if (before?.mark === seen.mark) return undefined
    const places = [...new Set([seen.namespace, ...seen.elsewhere, ...(before?.elsewhere ?? [])])]
    return { places, isEmptied: before?.hasResults === true && !seen.hasResults }
  }

  /** Forgets a deleted object; returns the namespaces it spoke of. */
  forget({ namespace, name }: Pick<Seen, 'namespace' | 'name'>): string[] {
    const place = this.#places.get(namespace)
    const before = place?.get(name)
    if (!place || !before) return [namespace]
    place.delete(name)
    this.size--
    if (place.size === 0) this.#places.delete(namespace)
    this.#strays.delete(`${namespace}/${name}`)
    return [namespace, ...before.elsewhere]
  }

  /** Makes what is remembered of a namespace equal to a list of it. */
  settle(namespace: string, objects: readonly SeenReport[]): void {
    const names = new Set(objects.map(({ name }) => name))
    for (const name of [...(this.#places.get(namespace)?.keys() ?? [])])
      if (!names.has(name)) this.forget({ namespace, name })
    for (const seen of objects) this.#set(seen)
  }

  /** The namespaces that differ from a list of all objects: in which one is new, another version, or gone. */
  differing(objects: readonly Seen[]): Set<string> {
    return this.#differing(objects, (before, { uid, version }) => before.uid === uid && before.version === version)
  }

  /** The same where versions mean nothing: in which namespaces one says something else. */
  differingMarks(objects: readonly SeenReport[]): Set<string> {
    return this.#differing(objects, (before, { mark }) => before.mark === mark)
  }

  #differing<T extends Seen>(objects: readonly T[], isSame: (before: Remembered, now: T) => boolean): Set<string> {
    const differing = new Set<string>()
    const counts = new Map<string, number>()
    for (const seen of objects) {
      counts.set(seen.namespace, (counts.get(seen.namespace) ?? 0) + 1)
      const before = this.#places.get(seen.namespace)?.get(seen.name)
      if (!before || !isSame(before, seen)) differing.add(seen.namespace)
    }
    for (const [namespace, place] of this.#places) if (counts.get(namespace) !== place.size) differing.add(namespace)
    return differing
  }

  places(): Iterable<string> {
    return this.#places.keys()
  }

  countIn(namespace: string): number {
    return this.#places.get(namespace)?.size ?? 0
  }

  /** Adds the namespaces that cannot be read apart from the given ones, because a report in one speaks of the other. */
  spread(places: Set<string>): void {
    for (let before = -1; before !== places.size; ) {
      before = places.size
      for (const [key, elsewhere] of this.#strays) {
        const all = [key.slice(0, key.indexOf('/')), ...elsewhere]
        if (all.some((place) => places.has(place))) for (const place of all) places.add(place)
      }
    }
  }

  #set({ namespace, name, ...remembered }: SeenReport): void {
    const place = this.#places.get(namespace) ?? new Map<string, Remembered>()
    this.#places.set(namespace, place)
    if (!place.has(name)) this.size++
    place.set(name, remembered)
    const key = `${namespace}/${name}`
    if (remembered.elsewhere.length) this.#strays.set(key, remembered.elsewhere)
    else this.#strays.delete(key)
  }
}
