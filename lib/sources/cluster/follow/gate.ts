/** Lets a few pieces of work run at once; the others wait their turn. */
export type Limit = <T>(work: () => Promise<T>) => Promise<T>
/** What the clusters of one program share: long readings and short ones wait apart, so that no change waits for a first list. */
export type Gate = { readings: Limit; changes: Limit }

export function limit(atOnce: number): Limit {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= atOnce) await new Promise<void>((start) => waiting.push(start))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
