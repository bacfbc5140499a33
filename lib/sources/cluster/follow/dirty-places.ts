type Mark = { first: number; last: number; count: number; holds: Map<string, number> }
/** The namespaces that were taken, each with how often it had been marked by then. */
export type Taken = ReadonlyMap<string, number>

/**
 * The namespaces in which something has changed since they were last stored. They are due together, when it has been quiet
 * for a while or the first of them has waited long enough. A mark that is made after `take` survives `settle`.
 */
export class DirtyPlaces {
  readonly #marks = new Map<string, Mark>()
  readonly #pace: { quietMs: number; latestMs: number }
  #count = 0

  constructor(pace: { quietMs: number; latestMs: number }) {
    this.#pace = pace
  }

  get size(): number {
    return this.#marks.size
  }

  has(place: string): boolean {
    return this.#marks.has(place)
  }

  mark(place: string, now: number): void {
    const mark = this.#marks.get(place) ?? { first: now, last: now, count: 0, holds: new Map() }
    this.#marks.set(place, mark)
    mark.last = now
    mark.count = ++this.#count
  }

  /** Keeps a marked namespace from being due until a time, for the sake of one object in it. */
  hold(place: string, name: string, until: number): void {
    this.#marks.get(place)?.holds.set(name, until)
  }

  release(place: string, name: string): void {
    this.#marks.get(place)?.holds.delete(name)
  }

  /** When the oldest mark was made. */
  since(): number | undefined {
    const times = [...this.#marks.values()].map(({ first }) => first)
    return times.length ? Math.min(...times) : undefined
  }

  /** When there will be something to take; undefined while nothing is marked. */
  dueAt(now: number): number | undefined {
    let first = Number.POSITIVE_INFINITY
    let last = Number.NEGATIVE_INFINITY
    let held = Number.POSITIVE_INFINITY
    for (const mark of this.#marks.values()) {
      const until = heldUntil(mark)
      if (until > now) held = Math.min(held, until)
      else {
        first = Math.min(first, mark.first)
        last = Math.max(last, mark.last)
      }
    }
    const due = Math.min(last + this.#pace.quietMs, first + this.#pace.latestMs, held)
    return this.#marks.size > 0 ? (Number.isFinite(first) ? due : held) : undefined
  }

  /** What may be stored now. */
  take(now: number): Taken {
    const ready = [...this.#marks].filter(([, mark]) => heldUntil(mark) <= now)
    return new Map(ready.map(([place, { count }]) => [place, count]))
  }

  /** What was taken is stored: only what was marked again since stays. */
  settle(taken: Taken): void {
    for (const [place, count] of taken) if (this.#marks.get(place)?.count === count) this.#marks.delete(place)
  }

  /** Everything, for a reading of the whole. */
  takeAll(): Taken {
    return new Map([...this.#marks].map(([place, { count }]) => [place, count]))
  }
}

const heldUntil = ({ holds }: Mark): number => Math.max(0, ...holds.values())
