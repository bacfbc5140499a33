import type { ApiClient } from '../api-client.ts'
import { ApiError } from '../api-error.ts'
import type { KindRead } from '../cluster-snapshot.ts'
import type { ApiResource, Found } from '../discover.ts'
import { resourcePath } from '../resource-path.ts'
import { compareKind } from './compare-kind.ts'
import { DirtyPlaces } from './dirty-places.ts'
import type { Gate } from './gate.ts'
import { isLargeShare } from './is-large-share.ts'
import { SpeaksBack } from './keep-portions.ts'
import { SERVED_BY_REPORTS_SERVER, Unordered } from './list-reports.ts'
import type { Pace } from './pace.ts'
import { canReadOwners } from './read-owners.ts'
import { readPlaces } from './read-places.ts'
import { readWhole } from './read-whole.ts'
import { type ReportKind, reportKind } from './report-kind.ts'
import type { ClusterSink } from './sink.ts'
import { Standing } from './standing.ts'
import { takeEvent } from './take-event.ts'
import { Wake } from './wake.ts'
import { watchKind } from './watch-kind.ts'

export type Following = {
  client: ApiClient
  sink: ClusterSink
  pace: Pace
  gate: Gate
  signal: AbortSignal
  /** Called when something about the state may have changed. */
  onState: () => void
}
type Followed = ReportKind & { wake: () => void; compareAt: number; stop: AbortController }

const NEVER = Number.POSITIVE_INFINITY

/**
 * Keeps what is stored of a cluster's reports equal to what the cluster has. It reads everything once, then watches; the
 * namespaces in which something changed are listed again and stored as a whole. A change stays marked until it is stored.
 */
export class ReportFollower {
  readonly standing = new Standing()
  /** From the first of the changes that were stored last to their commit. */
  lagMs = 0
  lastEventAt = 0
  readAt = 0
  ownersRead: readonly KindRead[] = []
  readonly #given: Following
  readonly #kinds = new Map<string, Followed>()
  readonly #dirty: DirtyPlaces
  readonly #wake = new Wake()
  readonly #watches = new Set<Promise<void>>()
  #owners: Found[] = []
  #fullAt = NEVER
  #seenAt = 0
  #pausedUntil = 0
  #ownersAt = NEVER
  #expiries = 0
  #isAtOnce = false

  constructor(given: Following) {
    this.#given = given
    this.#dirty = new DirtyPlaces(given.pace)
  }

  get kinds(): readonly ReportKind[] {
    return [...this.#kinds.values()]
  }

  /** True when what is stored is all there is, as far as the cluster has said. */
  get isCurrent(): boolean {
    return this.standing.isWhole(this.kinds) && this.#dirty.size === 0
  }

  troubles(): string[] {
    return this.standing.all(this.kinds)
  }

  /** What discovery found. A kind that is followed stays so while discovery only cannot say; one that is gone is let go. */
  setKinds(found: readonly Found[]): void {
    const now = Date.now()
    const hadGaps = this.standing.missing.length > 0
    this.#owners = found.filter(({ part }) => part === 'owners')
    this.standing.missing = []
    for (const one of found) {
      if (one.part !== 'reports') continue
      const known = this.#kinds.get(one.name)
      if (one.state === 'served') {
        if (known && resourcePath(known.resource) === resourcePath(one.resource)) continue
        known?.stop.abort()
        this.#follow(one.name, one.resource)
        this.#fullAt = now
      } else if (one.state !== 'absent') {
        if (!known) this.standing.missing.push(`${one.name}: ${one.reason ?? 'cannot be read'}`)
      } else if (known) {
        known.stop.abort()
        this.#kinds.delete(one.name)
        this.#fullAt = now
      }
    }
    if (hadGaps && this.standing.missing.length === 0) this.#recover(now)
    this.#wake.call()
  }

  /** Reads everything again: what is stored depends on more than the reports. */
  readAgain(): void {
    if (this.readAt === 0) return
    this.#fullAt = Date.now()
    this.#wake.call()
  }

  /** Runs until the signal aborts, or until work fails in a way that says that this cluster is not ours any more. */
  async run(isFatal: (error: unknown) => boolean): Promise<void> {
    const { signal, pace, onState } = this.#given
    for (let failures = 0; !signal.aborted; ) {
      const { at, work } = this.#next()
      const wait = Math.max(at, this.#pausedUntil) - Date.now()
      if (wait > 0) {
        await this.#wake.sleep(wait, signal).catch(() => {})
        continue
      }
      try {
        await work()
        failures = 0
        this.standing.failure = undefined
      } catch (error) {
        if (signal.aborted) break
        if (isFatal(error)) throw error
        failures += 1
        this.standing.failure = error instanceof Error ? error.message : String(error)
        const asked = error instanceof ApiError ? error.retryAfterMs : 0
        this.#pausedUntil = Date.now() + Math.max(asked, pace.backoffMs(failures))
      }
      onState()
    }
    await Promise.allSettled(this.#watches)
  }

  #next(): { at: number; work: () => Promise<void> } {
    const jobs: { at: number; work: () => Promise<void> }[] = [{ at: NEVER, work: async () => {} }]
    if (this.#kinds.size > 0) jobs.push({ at: this.#fullAt, work: () => this.#readAll() })
    if (this.#kinds.size > 0 && this.#fullAt > Date.now()) {
      for (const kind of this.#kinds.values()) jobs.push({ at: kind.compareAt, work: () => this.#compare(kind) })
      jobs.push({ at: this.#dirty.dueAt(Date.now()) ?? NEVER, work: () => this.#storeChanges() })
      jobs.push({ at: this.#ownersAt, work: () => this.#askForOwners() })
      jobs.push({ at: this.#seenAt, work: () => this.#noteSeen() })
    }
    return jobs.reduce((first, job) => (job.at < first.at ? job : first))
  }

  #follow(name: string, resource: ApiResource): void {
    const { client, pace, signal, onState } = this.#given
    const stop = new AbortController()
    const kind: Followed = { ...reportKind(name, resource), wake: () => {}, compareAt: NEVER, stop }
    const { ended, wake } = watchKind(kind, {
      client,
      pace,
      signal: AbortSignal.any([signal, stop.signal]),
      onEvent: (event) => {
        const now = Date.now()
        this.lastEventAt = now
        takeEvent(kind, event, { kinds: this.kinds, dirty: this.#dirty, emptiedMs: pace.emptiedMs, now })
        if (this.#dirty.size > 0) this.#wake.call()
      },
      onGone: () => this.#compareSoon(kind, 0),
      onError: () => {
        if (kind.polled) this.#compareSoon(kind, pace.spread(pace.pollMs))
        onState()
      },
    })
    kind.wake = wake
    this.#kinds.set(name, kind)
    const watch = ended.catch((error: unknown) => {
      this.standing.failure = String(error)
    })
    this.#watches.add(watch)
    void watch.then(() => this.#watches.delete(watch))
  }

  #compareSoon(kind: Followed, ms: number): void {
    kind.compareAt = Math.min(kind.compareAt, Date.now() + ms)
    this.#wake.call()
  }

  /** When a kind is compared next; and lets its watch go on, if it may. */
  #schedule(kind: Followed): void {
    const { deniedMs, pollMs, compareMs, spread, backoffMs } = this.#given.pace
    const isDenied = /^not permitted|^the server answered 404/.test(kind.trouble ?? '')
    const wait = isDenied ? deniedMs : kind.trouble ? backoffMs(8) : kind.polled ? pollMs : compareMs
    kind.compareAt = Date.now() + spread(wait)
    kind.wake()
  }

  async #readAll(): Promise<void> {
    const { client, sink, pace, gate, signal } = this.#given
    const { standing } = this
    const taken = this.#dirty.takeAll()
    const kinds = [...this.#kinds.values()]
    const how = { onExpiry: this.#expiries > 0 ? 'rest' : 'fail', isAtOnce: this.#isAtOnce } as const
    const given = { client, sink, pace, signal, kinds, missing: standing.missing, owners: this.#owners, ...how }
    try {
      const read = await gate.readings(() => readWhole({ ...given, at: new Date() }))
      const now = Date.now()
      this.#expiries = 0
      this.readAt = now
      const everywhere = kinds.flatMap(({ memory }) => [...memory.places()])
      this.#noteOwners(
        read.kinds.filter(({ part }) => part === 'owners'),
        everywhere,
      )
      for (const [i, kind] of kinds.entries()) {
        const state = read.states[i]
        if (!state) continue
        kind.trouble = state.trouble
        kind.heardAt = now
        if (!kind.version && !state.trouble && state.isConsistent) kind.version = state.version
        this.#schedule(kind)
      }
      const isTroubled = standing.gaps(kinds).length > 0
      standing.isRead = read.complete
      standing.shortReason = read.complete || isTroubled ? undefined : (read.reason ?? undefined)
      if (read.complete) standing.owed.clear()
      // What could not be read whole is read whole again later, whatever changed in it.
      this.#dirty.settle(taken)
      const isMoved = read.states.some(({ isConsistent }) => !isConsistent)
      const again = isTroubled ? NEVER : now + pace.spread(isMoved ? pace.pollMs : pace.repairMs)
      this.#fullAt = read.complete ? pace.nextReading(now) : again
    } catch (error) {
      if (error instanceof ApiError && error.status === 410) this.#expiries += 1
      else if (error instanceof SpeaksBack || error instanceof Unordered) this.#isAtOnce = true
      else throw error
    }
  }

  /** Finds what was missed: after a watch that cannot go on, for kinds that are not watched, and now and then for all. */
  async #compare(kind: Followed): Promise<void> {
    const { client, pace, gate, signal } = this.#given
    try {
      const { differing, version } = await gate.readings(() =>
        compareKind(kind, { client, pageSize: pace.pageSize, signal }),
      )
      const now = Date.now()
      const hadTrouble = kind.trouble !== undefined
      kind.trouble = undefined
      kind.heardAt = now
      if (!kind.version) kind.version = version
      for (const place of differing) this.#dirty.mark(place, now)
      if (kind.polled !== SERVED_BY_REPORTS_SERVER) kind.polled = undefined
      if (hadTrouble) this.#recover(now)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      kind.trouble = error.message
    }
    this.#schedule(kind)
  }

  #recover(now: number): void {
    if (this.standing.gaps(this.kinds).length > 0) return
    if (!this.standing.isRead) this.#fullAt = now
    for (const place of this.standing.owed.keys()) this.#dirty.mark(place, now)
  }

  async #storeChanges(): Promise<void> {
    const { client, sink, pace, gate, signal } = this.#given
    const { standing, kinds } = this
    const since = this.#dirty.since() ?? Date.now()
    const taken = this.#dirty.take(Date.now())
    if (isLargeShare(kinds, [...taken.keys()])) {
      this.#fullAt = Date.now()
      return
    }
    await gate.changes(async () => {
      const isAll = taken.size === this.#dirty.size
      const at = new Date()
      const read = await readPlaces(new Set(taken.keys()), { client, pace, signal, kinds, owners: this.#owners, at })
      for (const { kind, trouble } of read.troubled) {
        kind.trouble = trouble
        const followed = this.#kinds.get(kind.name)
        if (followed) this.#schedule(followed)
      }
      if (read.troubled.length > 0 && read.objects.length === 0)
        throw new ApiError(read.reason ?? 'nothing could be read')
      if (read.ownersRead.length) this.#noteOwners(read.ownersRead, read.places)
      const { reason: own, ...part } = read
      const reason = [...new Set([...standing.gaps(kinds), ...(own ? [own] : [])])].join('; ')
      const isElsewhereOwed = [...standing.owed.keys()].some((place) => !read.places.includes(place))
      const isFeedWhole = standing.isRead && isAll && !isElsewhereOwed
      const how = reason ? { complete: false, reason } : { complete: true }
      const outcome = await sink.reportsWithin({ ...part, ...how, isFeedWhole })
      read.remember()
      this.#dirty.settle(taken)
      standing.settle(read.places, outcome)
      this.lagMs = Date.now() - since
    })
  }

  #noteOwners(kinds: readonly KindRead[], places: readonly string[]): void {
    this.ownersRead = kinds
    if (kinds.every(({ complete }) => complete)) for (const place of places) this.standing.unowned.delete(place)
    else for (const place of places) this.standing.unowned.add(place)
    this.#ownersAt = this.standing.unowned.size > 0 ? Date.now() + this.#given.pace.deniedMs : NEVER
  }

  /** With the right to know owners, what was stored without it is stored again. */
  async #askForOwners(): Promise<void> {
    const { client, pace, signal } = this.#given
    this.#ownersAt = Date.now() + pace.deniedMs
    if (!(await canReadOwners(client, this.#owners, signal))) return
    this.#ownersAt = NEVER
    this.ownersRead = []
    for (const place of this.standing.unowned) this.#dirty.mark(place, Date.now())
  }

  async #noteSeen(): Promise<void> {
    const { sink, pace } = this.#given
    this.#seenAt = Date.now() + pace.seenMs
    if (!this.isCurrent || !this.kinds.every(({ isOpen, polled }) => isOpen || polled)) return
    await sink.seen('reports', new Date(Math.min(...this.kinds.map(({ heardAt }) => heardAt))))
  }
}
