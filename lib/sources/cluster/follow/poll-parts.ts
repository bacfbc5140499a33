import { hash } from 'node:crypto'
import { asObject } from '#lib/sources/ci/json-value.ts'
import type { ClusterSnapshot, KindRead, Part } from '../cluster-snapshot.ts'
import { discover } from '../discover.ts'
import { partCompleteness } from '../part-completeness.ts'
import { readCluster } from '../read-cluster.ts'
import type { Following, ReportFollower } from './follow-reports.ts'
import { markObjects } from './mark-objects.ts'
import { Wake } from './wake.ts'

/** What is read again and again: it changes seldom, or is written by the minute anyway. */
const POLLED = ['namespaces', 'policies', 'exceptions', 'constraints'] as const satisfies readonly Part[]
const NO_CONSTRAINTS = 'the cluster serves no constraints any more'

type Polling = Following & { reports: ReportFollower }

/** Reads what is not watched, stores what differs from the last time, and tells the follower of reports which kinds there are. */
export class PartPoller {
  kinds: readonly KindRead[] = []
  hasRead = false
  readonly #given: Polling
  readonly #wake = new Wake()
  /** What was stored last of each part, as a hash. */
  readonly #stored = new Map<Part, string>()
  #failure: string | undefined
  #audited: string | undefined
  #areConstraintsWhole = false
  #areConstraintsGone = false

  constructor(given: Polling) {
    this.#given = given
  }

  troubles(): string[] {
    const short = this.kinds.flatMap(({ kind, reason }) => (reason ? [`${kind}: ${reason}`] : []))
    return [...short, ...(this.#areConstraintsGone ? [NO_CONSTRAINTS] : []), ...(this.#failure ? [this.#failure] : [])]
  }

  async run(isFatal: (error: unknown) => boolean): Promise<void> {
    const { pace, signal, onState } = this.#given
    for (let failures = 0; !signal.aborted; ) {
      try {
        await this.#readOnce()
        this.#failure = undefined
      } catch (error) {
        if (signal.aborted) return
        if (isFatal(error)) throw error
        this.#failure = error instanceof Error ? error.message : String(error)
      }
      const isShort = this.#failure !== undefined || this.kinds.some(({ state }) => state === 'unavailable')
      failures = isShort ? failures + 1 : 0
      onState()
      const wait = isShort ? Math.min(pace.pollMs, pace.backoffMs(failures + 3)) : pace.spread(pace.pollMs)
      await this.#wake.sleep(wait, signal).catch(() => {})
    }
  }

  async #readOnce(): Promise<void> {
    const { client, sink, gate, signal, reports } = this.#given
    const at = new Date()
    const discovery = await discover(client, signal)
    const read = await gate.changes(() => readCluster(client, { signal, parts: POLLED, discovery }))
    this.kinds = read.kinds
    if (partCompleteness(read.kinds, 'namespaces').complete)
      await this.#whenNew('namespaces', JSON.stringify(read.namespaces), () => sink.namespaces(read.namespaces, at))
    await this.#storePolicies(read, at)
    await this.#storeExceptions(read, at)
    await this.#storeConstraints(read, at)
    this.hasRead = true
    reports.setKinds(discovery.found)
  }

  async #storePolicies({ policies, constraints, kinds: all }: ClusterSnapshot, at: Date): Promise<void> {
    const kinds = all.filter(({ part }) => part === 'policies' || part === 'constraints')
    const standing = kinds.map(({ kind, state }) => `${kind} ${state}`).join()
    const text = `${standing} ${markObjects(policies)} ${markObjects(constraints)}`
    await this.#whenNew('policies', text, () => this.#given.sink.policies({ policies, constraints, kinds }, at))
    // Which results of admission policies repeat a constraint, the constraints that are audited tell.
    const audited = constraints.map(auditedName).sort().join('\n')
    if (this.#audited !== undefined && this.#audited !== audited) this.#given.reports.readAgain()
    this.#audited = audited
  }

  async #storeExceptions({ exceptions: objects, kinds }: ClusterSnapshot, at: Date): Promise<void> {
    const { complete, isServed, reasons } = partCompleteness(kinds, 'exceptions')
    if (!isServed && !this.#given.sink.known.reports) return
    const how = complete ? { complete } : { complete, reason: reasons.join('; ') }
    const text = `${JSON.stringify(how)} ${markObjects(objects)}`
    const isFeedWhole = this.#given.reports.isCurrent
    await this.#whenNew('exceptions', text, () => this.#given.sink.exceptions({ at, objects, isFeedWhole, ...how }))
  }

  async #storeConstraints({ constraints: objects, kinds: all }: ClusterSnapshot, at: Date): Promise<void> {
    const { sink } = this.#given
    const { complete, isServed, reasons } = partCompleteness(all, 'constraints')
    const kinds = all.filter(({ part }) => part === 'constraints')
    this.#areConstraintsGone = !isServed && complete && sink.known.constraints
    // A kind that nobody serves any more is not a kind without violations.
    if (!isServed && complete) return
    const how = complete ? { complete } : { complete, reason: reasons.join('; ') }
    const isNew = await this.#whenNew('constraints', `${JSON.stringify(how)} ${markObjects(objects, at)}`, async () => {
      this.#areConstraintsWhole = (await sink.constraints({ at, objects, kinds, ...how })).complete
    })
    if (!isNew && this.#areConstraintsWhole) await sink.seen('constraints', at)
  }

  /** What could not be stored counts as new the next time. */
  async #whenNew(part: Part, text: string, store: () => Promise<void>): Promise<boolean> {
    const mark = hash('sha256', text, 'base64url')
    if (this.#stored.get(part) === mark) return false
    await store()
    this.#stored.set(part, mark)
    return true
  }
}

function auditedName(object: unknown): string {
  const { kind, metadata, status } = asObject(object) ?? {}
  return `${kind} ${asObject(metadata)?.name} ${asObject(status)?.auditTimestamp !== undefined}`
}
