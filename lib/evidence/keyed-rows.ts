import type { Day } from '#lib/metrics/day.ts'

export type SourceDay = { sourceId: number; day: Day }

/** Rows that arrive ordered by source and day, handed out one source day at a time. */
export class KeyedRows<T extends SourceDay> {
  readonly #rows: AsyncIterator<T>
  #next: T | undefined
  #begun = false

  constructor(rows: AsyncIterable<T>) {
    this.#rows = rows[Symbol.asyncIterator]()
  }

  /** Whether there is a row of this source day. Source days are asked for in order. */
  async has(key: SourceDay): Promise<boolean> {
    if (!this.#begun) await this.#advance()
    if (this.#next && compare(this.#next, key) < 0) throw new Error(`rows of ${name(this.#next)} were left behind`)
    return this.#next !== undefined && compare(this.#next, key) === 0
  }

  async *take(key: SourceDay): AsyncGenerator<T> {
    while ((await this.has(key)) && this.#next) {
      yield this.#next
      await this.#advance()
    }
  }

  /** Throws when a row was not taken: nothing may be left out silently. */
  async assertDone(): Promise<void> {
    if (!this.#begun) await this.#advance()
    if (this.#next) throw new Error(`rows of ${name(this.#next)} were not exported`)
  }

  async #advance(): Promise<void> {
    this.#begun = true
    const { value, done } = await this.#rows.next()
    this.#next = done ? undefined : value
  }
}

const compare = (a: SourceDay, b: SourceDay): number =>
  a.sourceId - b.sourceId || (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)

const name = ({ sourceId, day }: SourceDay): string => `source ${sourceId} on ${day}`
