/** A small seeded generator (mulberry32): the same seed tells the same story. */
export function randomOf(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  const pick = <T>(list: readonly T[]): T | undefined => list[below(list.length)]
  return { next, below, pick, isOneIn: (odds: number) => below(odds) === 0 }
}
export type Random = ReturnType<typeof randomOf>
