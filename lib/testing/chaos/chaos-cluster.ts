import { FakeApiServer } from '#lib/sources/cluster/testing/fake-apiserver.ts'
import { KINDS } from '#lib/sources/cluster/testing/kinds.ts'
import type { Random } from './random.ts'
import { type Fact, truthOf } from './truth.ts'

export type ChaosReport = {
  group: 'wgpolicyk8s.io/v1alpha2' | 'openreports.io/v1alpha1'
  /** '' for a cluster report. */
  namespace: string
  name: string
  source: string
  scope: { apiVersion: string; kind: string; namespace?: string; name: string }
  results: Map<string, string>
}

const NAMESPACES = ['alpha', 'alpha-2', 'beta', 'gamma', 'zeta']
const CHECKS = ['run-as-non-root', 'no-host-path', 'need-labels', 'no-latest']
const OUTCOMES = ['fail', 'fail', 'pass', 'pass', 'warn', 'skip', 'error']

/** A small cluster that changes at random, and remembers everything that was ever true of it. */
export class ChaosCluster {
  readonly server: FakeApiServer
  readonly #random: Random
  readonly #reports = new Map<string, ChaosReport>()
  /** Every fact that held at some time, by subject and check. */
  readonly history = new Map<string, Set<Fact>>()
  changes = 0
  #made = 0

  constructor(random: Random) {
    this.#random = random
    this.server = new FakeApiServer({ bookmarkMs: 15, historyWindow: 60, minWatchMs: 2_000 })
    for (const kind of Object.values(KINDS)) this.server.addKind(kind)
    for (const name of ['kube-system', ...NAMESPACES])
      this.server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid: `uid-${name}` } })
    for (let i = 0; i < 14; i++) this.#create()
    this.#note()
  }

  truth(): Map<string, Fact> {
    return truthOf(this.#reports.values())
  }

  /** One change, or a storm of them. */
  change(): void {
    this.changes += 1
    const { below, pick, isOneIn } = this.#random
    const one = pick([...this.#reports.values()])
    const kind = below(100)
    if (!one || kind < 18) this.#create()
    else if (kind < 55) this.#put(one, (results) => results.set(pick(CHECKS) ?? '', pick(OUTCOMES) ?? 'fail'))
    else if (kind < 63) this.#put(one, (results) => results.delete(pick([...results.keys()]) ?? ''))
    else if (kind < 80) this.#delete(one)
    else if (kind < 86) this.#recreate(one)
    else if (kind < 90) this.#put(one, (results) => results.clear())
    else if (kind < 93) this.#deleteNamespace(pick(NAMESPACES) ?? '')
    else this.#evaluateAgain()
    if (isOneIn(6)) this.change()
    this.#note()
  }

  #create(): void {
    const { below, pick, isOneIn } = this.#random
    const n = this.#made++
    const namespace = pick(NAMESPACES) ?? 'alpha'
    const results = new Map(CHECKS.filter(() => below(3) > 0).map((check) => [check, pick(OUTCOMES) ?? 'fail']))
    const common = {
      group: 'wgpolicyk8s.io/v1alpha2',
      name: `uid-${n}`,
      source: 'kyverno',
      namespace,
      results,
    } as const
    const cluster = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', name })
    const deployment = (where: string, name: string) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: where,
      name,
    })
    if (isOneIn(4)) this.#createPods(namespace, n, results)
    else if (isOneIn(9)) this.#apply({ ...common, namespace: '', scope: cluster(`pool-${n}`) })
    // A report of a namespace about an object that is in none, and one about an object of another namespace.
    else if (isOneIn(12)) this.#apply({ ...common, scope: cluster(`ns-${n}`) })
    else if (isOneIn(15)) this.#apply({ ...common, scope: deployment(pick(NAMESPACES) ?? 'beta', `far-${n}`) })
    else if (isOneIn(6)) {
      const scope = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace, name: `db-${n}` }
      this.#apply({ ...common, group: 'openreports.io/v1alpha1', source: 'kubewarden', scope })
    } else this.#apply({ ...common, scope: deployment(namespace, `web-${n}`) })
  }

  /** Reports of pods, which count as their workload's. */
  #createPods(namespace: string, n: number, results: Map<string, string>): void {
    const controlled = (apiVersion: string, kind: string, name: string) => ({
      ownerReferences: [{ apiVersion, kind, name, uid: `uid-${kind}-${name}`, controller: true }],
    })
    const set = `app-${n}-5d9f`
    const common = { apiVersion: 'apps/v1', kind: 'ReplicaSet' }
    this.server.apply({
      ...common,
      metadata: {
        name: set,
        namespace,
        uid: `uid-ReplicaSet-${set}`,
        ...controlled('apps/v1', 'Deployment', `app-${n}`),
      },
    })
    for (const suffix of ['x2x2x', 'b4b4b']) {
      const name = `${set}-${suffix}`
      this.server.apply({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace, uid: `uid-Pod-${name}`, ...controlled('apps/v1', 'ReplicaSet', set) },
      })
      const scope = { apiVersion: 'v1', kind: 'Pod', namespace, name }
      this.#apply({
        group: 'wgpolicyk8s.io/v1alpha2',
        namespace,
        name: `uid-${n}-${suffix}`,
        source: 'kyverno',
        scope,
        results: new Map(results),
      })
    }
  }

  #put(report: ChaosReport, alter: (results: Map<string, string>) => unknown): void {
    alter(report.results)
    report.results.delete('')
    this.#apply(report)
  }

  #recreate(report: ChaosReport): void {
    this.#delete(report)
    this.#apply({ ...report, name: `${report.name}-again` })
  }

  #deleteNamespace(namespace: string): void {
    for (const report of [...this.#reports.values()]) if (report.namespace === namespace) this.#delete(report)
  }

  /** What Kyverno does every hour: new times, and nothing else. */
  #evaluateAgain(): void {
    for (const report of this.#reports.values()) this.#apply(report)
  }

  #delete(report: ChaosReport): void {
    const { namespace, name } = report
    this.#reports.delete(keyOf(report))
    const resource = this.server.store.ofKind(report.group, kindOf(report))
    if (resource) this.server.store.delete(resource, namespace || undefined, name)
    this.#note()
  }

  #apply(report: ChaosReport): void {
    const { group, namespace, name, source, scope, results } = report
    this.#reports.set(keyOf(report), report)
    const timestamp = { seconds: 1_790_000_000 + this.changes, nanos: 0 }
    this.server.apply({
      apiVersion: group,
      kind: kindOf(report),
      metadata: { name, ...(namespace && { namespace }), uid: `of-${name}`, labels: { run: String(this.changes) } },
      scope,
      results: [...results].map(([policy, result]) => ({
        source,
        policy,
        rule: 'rule',
        result,
        message: `age ${this.changes} days`,
        timestamp,
      })),
    })
    this.#note()
  }

  #note(): void {
    const truth = this.truth()
    for (const [key, fact] of truth) this.#remember(key, fact)
    for (const key of this.history.keys()) {
      if (truth.has(key)) continue
      const subject = key.slice(0, key.lastIndexOf(' '))
      this.#remember(key, truth.has(`${subject} `) ? 'no check' : 'no subject')
    }
  }

  #remember(key: string, fact: Fact): void {
    this.history.set(key, (this.history.get(key) ?? new Set()).add(fact))
  }
}

const keyOf = ({ group, namespace, name }: ChaosReport): string => `${group} ${namespace} ${name}`

function kindOf({ group, namespace }: ChaosReport): string {
  if (group === 'wgpolicyk8s.io/v1alpha2') return namespace ? 'PolicyReport' : 'ClusterPolicyReport'
  return namespace ? 'Report' : 'ClusterReport'
}
