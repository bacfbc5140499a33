import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createSource } from '#lib/commands/create-source.ts'
import type { Db } from '#lib/db/connect.ts'
import { program } from '#lib/domain/actor.ts'
import { openClusterSink } from '#lib/ingest/cluster-sink.ts'
import { openApiClient } from '#lib/sources/cluster/api-client.ts'
import type { ClusterAccess } from '#lib/sources/cluster/cluster-access.ts'
import { type ClusterState, followCluster } from '#lib/sources/cluster/follow/follow-cluster.ts'
import type { Gate } from '#lib/sources/cluster/follow/gate.ts'
import type { Pace } from '#lib/sources/cluster/follow/pace.ts'
import type { ClusterBook } from './cluster-book.ts'
import { LeaseLost, type Leases } from './cluster-leases.ts'

type Supervision = {
  db: Db
  leases: Leases
  book: ClusterBook
  pace: Pace
  gate: Gate
  log: Logger
  onOwnersChanged: () => Promise<void>
  tickMs?: number
}
type Followed = { access: string; state: () => ClusterState; stop: () => Promise<void> }

const TICK_MS = 5_000
/** A worker that could not renew its holds for so long has lost them. */
const LEASE_MS = 15_000
const STARTING: ClusterState = {
  state: 'reading',
  troubles: [],
  kinds: [],
  objects: 0,
  lagMs: 0,
  lastEventAt: null,
  readAt: null,
}
/** Before a cluster whose follower ended by a bug is followed again. */
const AGAIN_MS = 30_000

/**
 * Follows this worker's share of the clusters: claims what nobody holds, holds on to it, gives back what is more than its
 * share or no longer wanted. What another worker has taken is let go at once.
 */
export function superviseClusters(given: Supervision): { stop: () => Promise<void> } {
  const { leases, book, log, tickMs = TICK_MS } = given
  const followed = new Map<string, Followed>()
  const stopping = new AbortController()
  let renewedAt = performance.now()
  let wanted = new Map<string, ClusterAccess>()

  const letGo = async (clusters: readonly string[]) => {
    const own = clusters.flatMap((cluster) => followed.get(cluster) ?? [])
    for (const cluster of clusters) followed.delete(cluster)
    await Promise.all(own.map(({ stop }) => stop()))
  }
  const giveBack = async (clusters: readonly string[]) => {
    await letGo(clusters)
    if (clusters.length) await leases.release(clusters)
  }

  const tick = async () => {
    const workers = await leases.countWorkers()
    wanted = await book()
    const states = new Map([...followed].map(([cluster, { state }]) => [cluster, state()]))
    const held = new Set(await leases.renew(states))
    renewedAt = performance.now()
    await letGo([...states.keys()].filter((cluster) => !held.has(cluster)))

    const share = Math.ceil(wanted.size / workers)
    const [own, unwanted] = [true, false].map((is) =>
      [...followed.keys()].filter((cluster) => wanted.has(cluster) === is),
    )
    await giveBack([...(unwanted ?? []), ...(own ?? []).slice(share)])

    const changed = [...followed].flatMap(([cluster, { access }]) =>
      access === textOf(wanted.get(cluster)) ? [] : cluster,
    )
    await letGo(changed)
    const claimed = await leases.claim([...wanted.keys()], share - followed.size - changed.length)
    for (const cluster of [...changed, ...claimed]) {
      const access = wanted.get(cluster)
      if (access && !stopping.signal.aborted)
        followed.set(
          cluster,
          follow(given, access, () => wanted.get(cluster)),
        )
    }
    if (claimed.length) log.info({ clusters: claimed.length, workers, share }, 'clusters claimed')
  }

  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await tick()
      } catch (error) {
        log.error({ err: error }, 'clusters')
        if (performance.now() - renewedAt > LEASE_MS) await letGo([...followed.keys()])
      }
      await delay(tickMs * (0.8 + 0.4 * Math.random()), undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const ended = run()
  const stop = async () => {
    stopping.abort()
    await ended
    await giveBack([...followed.keys()]).catch((error) => log.error({ err: error }, 'clusters not given back'))
  }
  return { stop }
}

const textOf = (access: ClusterAccess | undefined): string => JSON.stringify(access)

/** Follows one cluster until it is stopped; begins again when that ends for another reason. */
function follow(given: Supervision, access: ClusterAccess, renew: () => ClusterAccess | undefined): Followed {
  const { db, leases, pace, gate, log, onOwnersChanged } = given
  const { context } = access
  const stopping = new AbortController()
  const { signal } = stopping
  let state = () => STARTING
  const isFatal = (error: unknown) => error instanceof LeaseLost
  const followOnce = async () => {
    const client = openApiClient(access, { renew })
    try {
      const wanted = { name: context, kind: 'cluster' as const }
      await createSource(db, { wanted, by: program('worker'), now: new Date() })
      const sink = await openClusterSink({ db, name: context, guard: leases.guard(context), onOwnersChanged })
      const follower = followCluster({ client, sink, pace, gate, signal }, isFatal)
      state = follower.state
      await follower.run()
    } finally {
      await client.close()
    }
  }
  const run = async () => {
    while (!signal.aborted) {
      let wait = AGAIN_MS
      try {
        await followOnce()
      } catch (error) {
        if (signal.aborted) return
        // The next renewal tells whether it was taken, or only renewed too late.
        if (isFatal(error)) wait = TICK_MS
        log.error({ err: error, cluster: context }, 'cluster no longer followed')
        const reason = error instanceof Error ? error.message : String(error)
        state = () => ({ ...STARTING, state: 'degraded', troubles: [reason] })
      }
      await delay(wait, undefined, { signal }).catch(() => {})
    }
  }
  const ended = run()
  const stop = async () => {
    stopping.abort()
    await ended
  }
  return { access: textOf(access), state: () => state(), stop }
}
