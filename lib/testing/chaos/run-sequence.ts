import { setTimeout as delay } from 'node:timers/promises'
import type { Db } from '#lib/db/connect.ts'
import { openClusterSink } from '#lib/ingest/cluster-sink.ts'
import { openApiClient } from '#lib/sources/cluster/api-client.ts'
import { type ClusterFollower, followCluster } from '#lib/sources/cluster/follow/follow-cluster.ts'
import { limit } from '#lib/sources/cluster/follow/gate.ts'
import type { Pace } from '#lib/sources/cluster/follow/pace.ts'
import { ChaosCluster } from './chaos-cluster.ts'
import { harm } from './faults.ts'
import { type Random, randomOf } from './random.ts'
import { storedClosings, storedTruth } from './stored-truth.ts'
import type { Fact } from './truth.ts'

export type SequenceResult = {
  seed: number
  changes: number
  faults: number
  restarts: number
  ms: number
  mismatches: string[]
}

const STEPS = 45
const SETTLES_WITHIN_MS = 20_000
/** A day of a cluster in a second. */
const paceOf = (random: Random): Pace => ({
  pollMs: 60,
  quietMs: 3,
  latestMs: 12,
  emptiedMs: 10,
  seenMs: 10,
  compareMs: 120,
  deniedMs: 20,
  repairMs: 30,
  idleMs: 150,
  watchSeconds: () => 1,
  backoffMs: () => 1 + random.below(8),
  spread: (ms) => ms,
  nextReading: (at) => at + 150 + random.below(300),
  pageSize: 4,
  portionSize: random.isOneIn(2) ? 6 : 1_000,
})

/** What a reading must prove for a finding to close with a reason. */
const PROOFS: Record<string, Fact[]> = {
  fixed: ['pass'],
  not_applicable: ['skip'],
  resource_deleted: ['no subject'],
  not_evaluated: ['no check', 'no subject'],
}

/**
 * Lets a cluster change and misbehave at random while it is followed, with crashes of the follower and of the database
 * between, then heals everything and waits until what is stored is what there is. Names what differs then, and every finding
 * that was ever closed without a change in the cluster to show for it.
 */
export async function runSequence(db: Db, seed: number): Promise<SequenceResult> {
  const random = randomOf(seed)
  const cluster = new ChaosCluster(random)
  const { server } = cluster
  await server.listen()
  const startedAt = performance.now()
  const pace = paceOf(random)
  let isDatabaseUp = true
  const guard = async () => {
    if (!isDatabaseUp) throw new Error('the database went away')
  }
  const sink = await openClusterSink({ db, name: `chaos-${seed}`, guard, onOwnersChanged: async () => {} })
  const gate = { readings: limit(2), changes: limit(2) }
  const start = () => {
    const stop = new AbortController()
    const client = openApiClient(
      { context: 'chaos', server: server.url },
      { timeoutMs: 500, tries: 3, backoffMs: () => random.below(4) },
    )
    const follower = followCluster({ client, sink, pace, gate, signal: stop.signal }, () => false)
    const ended = follower.run()
    const end = async () => {
      stop.abort()
      await ended
      await client.close()
    }
    return { follower, end }
  }
  let running = start()
  let faults = 0
  let restarts = 0
  for (let step = 0; step < STEPS; step++) {
    cluster.change()
    if (random.isOneIn(4) && ++faults) harm(server, random)
    if (random.isOneIn(25) && ++faults) isDatabaseUp = !isDatabaseUp
    if (random.isOneIn(40) && ++restarts) {
      await running.end()
      running = start()
    }
    if (random.isOneIn(2)) await delay(random.below(9))
  }
  server.heal()
  isDatabaseUp = true
  const differences = await settle(db, sink.sourceId, cluster, running.follower)
  await running.end()
  await server.close()
  const mismatches = [...differences, ...(await unproven(db, sink.sourceId, cluster))]
  return { seed, changes: cluster.changes, faults, restarts, ms: Math.round(performance.now() - startedAt), mismatches }
}

async function settle(db: Db, sourceId: number, cluster: ChaosCluster, follower: ClusterFollower): Promise<string[]> {
  const truth = cluster.truth()
  let differences: string[] = []
  for (const until = Date.now() + SETTLES_WITHIN_MS; Date.now() < until; await delay(8)) {
    const { state } = follower.state()
    if (state !== 'live') continue
    differences = difference(truth, await storedTruth(db, sourceId))
    if (differences.length === 0) return []
  }
  const { state, troubles } = follower.state()
  return [...differences, ...(state === 'live' ? [] : [`${state}: ${troubles.join('; ')}`])]
}

function difference(truth: ReadonlyMap<string, Fact>, stored: ReadonlyMap<string, Fact>): string[] {
  const wrong = [...truth].flatMap(([key, fact]) =>
    stored.get(key) === fact ? [] : `${key}: ${fact}, stored ${stored.get(key)}`,
  )
  const extra = [...stored].flatMap(([key, fact]) => (truth.has(key) ? [] : `${key}: stored ${fact}, not there`))
  return [...wrong, ...extra]
}

async function unproven(db: Db, sourceId: number, { history }: ChaosCluster): Promise<string[]> {
  const closings = await storedClosings(db, sourceId)
  return closings.flatMap(({ key, reason }) => {
    // A pod stands for itself only while nobody may say whose it is.
    if (key.startsWith('Pod ')) return []
    const facts = history.get(key)
    return PROOFS[reason]?.some((fact) => facts?.has(fact))
      ? []
      : `${key}: closed as ${reason}, was ever ${[...(facts ?? [])].join(', ')}`
  })
}
