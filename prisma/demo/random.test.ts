import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from './random.ts'

test('the same seed gives the same numbers, another seed others', () => {
  const numbers = (seed: string) => Array.from({ length: 5 }, seededRandom(seed).next)
  assert.deepEqual(numbers('a'), numbers('a'))
  assert.notDeepEqual(numbers('a'), numbers('b'))
})

test('numbers fill the range from 0 to 1 evenly', () => {
  const { next } = seededRandom('even')
  const tenths = Array.from({ length: 10 }, () => 0)
  for (let i = 0; i < 100_000; i++) {
    const tenth = Math.floor(next() * 10)
    tenths[tenth] = (tenths[tenth] ?? 0) + 1
  }
  assert.equal(tenths.length, 10)
  for (const count of tenths) assert.ok(Math.abs(count - 10_000) < 500, `${tenths}`)
})

test('a name is chosen as often as its weight says', () => {
  const random = seededRandom('weights')
  const counts = { rare: 0, usual: 0 }
  for (let i = 0; i < 10_000; i++) counts[random.weighted({ rare: 1, usual: 9 })]++
  assert.ok(Math.abs(counts.rare - 1_000) < 150, JSON.stringify(counts))
})
