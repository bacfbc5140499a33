import type { Db } from '#lib/db/connect.ts'
import { runSequence, type SequenceResult } from './run-sequence.ts'

type Chaos = { sequences: number; firstSeed: number; atOnce: number; onResult?: (result: SequenceResult) => void }

/** Runs sequences with seeds that follow each other, a few at a time. */
export async function runChaos(db: Db, { sequences, firstSeed, atOnce, onResult }: Chaos): Promise<SequenceResult[]> {
  const results: SequenceResult[] = []
  let next = firstSeed
  const work = async () => {
    while (next < firstSeed + sequences) {
      const result = await runSequence(db, next++)
      results.push(result)
      onResult?.(result)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return results
}
