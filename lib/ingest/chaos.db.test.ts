import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runChaos } from '#lib/testing/chaos/run-chaos.ts'
import { testDatabase } from '#lib/testing/database.ts'

const SEQUENCES = Number(process.env.CHAOS_SEQUENCES ?? 200)
const SEED = Number(process.env.CHAOS_SEED ?? 1)

const { db } = await testDatabase()

test('after any sequence of faults the database equals the server, and nothing was closed that had not changed', async (t) => {
  const results = await runChaos(db, { sequences: SEQUENCES, firstSeed: SEED, atOnce: 8 })
  const sum = (pick: (result: (typeof results)[number]) => number) =>
    results.reduce((total, result) => total + pick(result), 0)
  const mismatches = results.flatMap(({ seed, mismatches }) => mismatches.map((text) => `seed ${seed}: ${text}`))
  t.diagnostic(
    `seeds ${SEED} to ${SEED + SEQUENCES - 1}: ${sum(({ changes }) => changes)} changes, ${sum(({ faults }) => faults)} faults`,
  )
  t.diagnostic(`${results.length} sequences, ${mismatches.length} mismatches`)
  assert.deepEqual(mismatches, [])
})
