import { seededRandom } from './random.ts'

const LETTERS = [...'bcdfghjklmnpqrstvwxz2456789'] as [string, ...string[]] // a literal that is not empty

/** A suffix as Kubernetes makes them, the same for the same seed. */
export function generatedSuffix(seed: string, length: number): string {
  const random = seededRandom(seed)
  return Array.from({ length }, () => random.pick(LETTERS)).join('')
}
