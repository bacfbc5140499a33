import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { Verdict } from '#lib/domain/outcome.ts'
import { controlState, type Override, type Part } from './derive-state.ts'
import { ruleSha256 } from './rule-sha256.ts'
import { type LatestResult, tally } from './tally.ts'

type Settings = { passThreshold?: number; graceMs?: number; minFreshShare?: number; warnCountsAsFail?: boolean }
type GivenPart =
  | ({ kind: 'check'; freshnessMs: number; results: LatestResult[]; required?: boolean } & Settings)
  | { kind: 'manual'; status: string; validUntil?: number; required?: boolean }
type Given = { override?: Override; parts: GivenPart[] }
type Vector = { name: string; now: number; input: Given; expected: object }

const HOUR = 3_600_000
const NOW = 86_400_000_000

const derive = ({ override, parts }: Given, now: number) =>
  controlState({ override, parts: parts.map((part) => reduce(part, now)) }, now)

function reduce(part: GivenPart, now: number): Part {
  if (part.kind === 'manual') return part
  const { results, freshnessMs, ...rest } = part
  return { ...rest, tally: tally(results, { freshnessMs }, now) }
}

const vectors: Vector[] = JSON.parse(await readFile(new URL('data/state-test-vectors.json', import.meta.url), 'utf8'))

test('there are 27 vectors of the rule', () => assert.equal(vectors.length, 27))

for (const { name, now, input, expected } of vectors)
  test(`the rule gives the agreed state: ${name}`, () => assert.deepEqual(derive(input, now), expected))

test('random parts get the same state as from the results one by one', () => {
  const random = seeded(20261)
  const seen = new Map<string, number>()
  for (let i = 0; i < 30_000; i++) {
    const given = randomInput(random)
    const expected = referenceState(given, NOW)
    assert.deepEqual(derive(given, NOW), expected, JSON.stringify(given))
    const key = [expected.state, expected.reason, expected.exceptions, expected.stale].join()
    seen.set(key, (seen.get(key) ?? 0) + 1)
  }
  assert.ok(seen.size >= 14, `the generator reaches too few states: ${[...seen.keys()].join(' ')}`)
})

test('a result is fresh up to its freshness and not a millisecond longer', () => {
  const part = (age: number): GivenPart => ({
    kind: 'check',
    freshnessMs: HOUR,
    results: [{ outcome: 'pass', at: NOW - age, firstSeen: NOW - age }],
  })
  assert.equal(derive({ parts: [part(HOUR)] }, NOW).state, 'pass')
  assert.deepEqual(derive({ parts: [part(HOUR + 1)] }, NOW), { state: 'not_assessed', reason: 'stale' })
})

test('one overdue failure ends the grace of all', () => {
  const fail = (age: number): LatestResult => ({ outcome: 'fail', at: NOW, firstSeen: NOW - age })
  const given = (ages: number[]): Given => ({
    parts: [{ kind: 'check', freshnessMs: HOUR, graceMs: 10 * HOUR, results: ages.map(fail) }],
  })
  assert.equal(derive(given([HOUR, 9 * HOUR]), NOW).state, 'partial')
  assert.equal(derive(given([HOUR, 10 * HOUR]), NOW).state, 'fail')
})

test('the hash of the rule is a SHA-256 that stays the same', async () => {
  assert.match(await ruleSha256(), /^[0-9a-f]{64}$/)
  assert.equal(await ruleSha256(), await ruleSha256())
})

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function randomInput(random: () => number): Given {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
  const maybe = <T extends object>(share: number, value: () => T): T | Record<string, never> =>
    random() < share ? value() : {}
  const time = () => NOW + pick([-30, -20, -9, -3, -1, -1, 0, 0, 1]) * HOUR
  const mood = pick<Verdict[]>([
    ['pass', 'pass', 'pass', 'pass', 'excepted', 'skip'],
    ['pass', 'fail', 'warn', 'error', 'excepted', 'skip'],
    ['error', 'excepted', 'skip'],
    ['pass'],
    ['warn', 'pass'],
  ])
  const check = (): GivenPart => ({
    kind: 'check',
    freshnessMs: pick([HOUR, 10 * HOUR]),
    results: Array.from({ length: pick([0, 1, 2, 5, 25]) }, () => ({
      outcome: pick(mood),
      at: time(),
      firstSeen: time(),
    })),
    ...maybe(0.3, () => ({ required: random() < 0.5 })),
    ...maybe(0.3, () => ({ passThreshold: pick([0, 0.5, 0.9, 1]) })),
    ...maybe(0.3, () => ({ graceMs: pick([0, 2 * HOUR, 25 * HOUR]) })),
    ...maybe(0.3, () => ({ minFreshShare: pick([0, 0.5, 1]) })),
    ...maybe(0.3, () => ({ warnCountsAsFail: random() < 0.5 })),
  })
  const manual = (): GivenPart => ({
    kind: 'manual',
    status: pick(['approved', 'approved', 'rejected', 'missing']),
    ...maybe(0.5, () => ({ validUntil: time() })),
    ...maybe(0.3, () => ({ required: random() < 0.5 })),
  })
  return {
    parts: Array.from({ length: pick([0, 1, 1, 2, 3]) }, () => (random() < 0.8 ? check() : manual())),
    ...maybe(0.15, () => ({
      override: { type: pick(['inherited', 'not_applicable'] as const), ...maybe(0.6, () => ({ expires: time() })) },
    })),
  }
}

type ReferencePart = { st: string; exceptions?: boolean; stale?: boolean }

/** The rule in its first form, over single results. */
function referencePart(p: GivenPart, now: number): ReferencePart {
  if (p.kind === 'manual') {
    if (p.status === 'rejected') return { st: 'fail' }
    if (p.status !== 'approved') return { st: 'no_data' }
    return { st: p.validUntil === undefined || p.validUntil > now ? 'pass' : 'stale' }
  }
  const isFresh = (r: LatestResult) => now - r.at <= p.freshnessMs
  const isFail = (r: LatestResult) => r.outcome === 'fail' || (r.outcome === 'warn' && p.warnCountsAsFail !== false)
  const judged = p.results.filter((r) => r.outcome !== 'skip')
  const fails = judged.filter(isFail)
  const fresh = judged.filter(isFresh)
  const passes = fresh.filter((r) => r.outcome === 'pass' || (r.outcome === 'warn' && !isFail(r)))
  const stale = fails.some((r) => !isFresh(r)) ? { stale: true } : {}
  if (fails.length && passes.length / (passes.length + fails.length) < (p.passThreshold ?? 1)) {
    const { graceMs } = p
    const grace = graceMs && fails.every((r) => now - r.firstSeen < graceMs)
    return { st: grace ? 'at_risk' : 'fail', ...stale }
  }
  if (!judged.length) return { st: 'no_data' }
  if (!fresh.length) return { st: 'stale' }
  const excepted = fresh.some((r) => r.outcome === 'excepted') ? { exceptions: true } : {}
  if (!passes.length)
    return fresh.some((r) => r.outcome === 'error') ? { st: 'error' } : { st: 'excepted', exceptions: true }
  if (fresh.some((r) => r.outcome === 'error') || fresh.length / judged.length < (p.minFreshShare ?? 0.95))
    return { st: 'incomplete', ...excepted }
  return { st: 'pass', ...excepted }
}

function referenceState(
  { override, parts }: Given,
  now: number,
): { state: string; reason?: string | undefined; exceptions?: boolean; stale?: boolean } {
  if (override && (override.expires === undefined || override.expires > now)) return { state: override.type }
  if (!parts.length) return { state: 'not_assessed', reason: 'no_mapping' }
  const s = parts.map((p) => ({ required: p.required !== false, ...referencePart(p, now) }))
  const flags = {
    ...(s.some((x) => x.exceptions) && { exceptions: true }),
    ...(s.some((x) => x.stale) && { stale: true }),
  }
  if (s.some((x) => x.required && x.st === 'fail')) return { state: 'fail', ...flags }
  const req = s.filter((x) => x.required)
  if (req.length && req.every((x) => x.st === 'pass') && !s.some((x) => x.st === 'fail' || x.st === 'at_risk'))
    return { state: 'pass', ...flags }
  if (s.some((x) => ['pass', 'at_risk', 'excepted', 'incomplete', 'fail'].includes(x.st)))
    return { state: 'partial', ...flags }
  return { state: 'not_assessed', reason: ['error', 'stale', 'no_data'].find((k) => s.some((x) => x.st === k)) }
}
