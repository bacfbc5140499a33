import { hash } from 'node:crypto'

export type Random = {
  /** At least 0, below 1. */
  next: () => number
  /** An integer of at least `from`, at most `to`. */
  between: (from: number, to: number) => number
  chance: (probability: number) => boolean
  pick: <T>(list: readonly [T, ...T[]]) => T
  /** One of the names, each as likely as its weight says. */
  weighted: <Name extends string>(weights: Readonly<Record<Name, number>>) => Name
}

/** Numbers that look random and are the same on every machine for the same seed. */
export function seededRandom(seed: string): Random {
  const state = new Uint32Array(Uint8Array.from(hash('sha256', seed, 'buffer').subarray(0, 16)).buffer)
  const next = () => shuffle(state) / 4_294_967_296
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    weighted: <Name extends string>(weights: Readonly<Record<Name, number>>) => {
      const names = Object.keys(weights) as Name[] // the keys of a record of names are those names
      let left = next() * names.reduce((sum, name) => sum + weights[name], 0)
      for (const name of names) {
        left -= weights[name]
        if (left < 0) return name
      }
      const last = names.at(-1)
      if (last === undefined) throw new RangeError('nothing to choose from')
      return last
    },
  }
}

/** One step of xoshiro128**, on four words of state. */
function shuffle(state: Uint32Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = state
  const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
  const third = c ^ a
  const fourth = d ^ b
  state[1] = b ^ third
  state[0] = a ^ fourth
  state[2] = third ^ (b << 9)
  state[3] = rotate(fourth, 11)
  return result
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by))
