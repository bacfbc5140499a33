import type { ObjectPlace } from './object-place.ts'
import type { ClusterStory } from './story.ts'
import { readdress, type Variant } from './variants.ts'

export type Report = { name: string; object: object; text: string }
type Composed = {
  place: ObjectPlace
  /** The name of the workload that it belongs to. */
  service: string
  variant: Variant
  createdAt: Date
  evaluatedAt: Date
  /** Policies that do not exist yet. */
  without: ReadonlySet<string>
}
type Results = { list: object[]; summary: Record<string, number> }
/** Results of one evaluation by variant. */
type Shared = { seconds: number; byVariant: Map<string, Results> }

/** Composes reports as Kyverno keeps them in a cluster: one per object, named by its uid, with the object as scope. */
export function reportComposer(reportApi: ClusterStory['reportApi']) {
  const isOpenReports = reportApi.startsWith('openreports')
  const shared: Shared = { seconds: 0, byVariant: new Map() }

  return ({ place, service, variant, createdAt, evaluatedAt, without }: Composed): Report => {
    const { uid, namespace, ...named } = place
    const results = resultsOf(shared, { place, service, variant, evaluatedAt, without })
    const object = {
      apiVersion: reportApi,
      kind: `${namespace ? '' : 'Cluster'}${isOpenReports ? 'Report' : 'PolicyReport'}`,
      metadata: {
        name: uid,
        ...(namespace && { namespace }),
        creationTimestamp: withoutMs(createdAt),
        labels: { 'app.kubernetes.io/managed-by': 'kyverno' },
        ownerReferences: [{ ...named, uid }],
      },
      scope: { ...named, ...(namespace && { namespace }), uid },
      ...(isOpenReports && { source: '' }),
      summary: results.summary,
      results: results.list,
    }
    return { name: uid, object, text: JSON.stringify(object) }
  }
}

/** Objects with the same variant that were evaluated at one time share their results, unless a text names the object. */
function resultsOf(shared: Shared, composed: Omit<Composed, 'createdAt'>): Results {
  const { place, service, variant, evaluatedAt, without } = composed
  const seconds = Math.floor(evaluatedAt.getTime() / 1000)
  if (shared.seconds !== seconds) shared.byVariant.clear()
  shared.seconds = seconds
  const known = shared.byVariant.get(variant.key)
  if (known) return known
  const to = { service, namespace: place.namespace }
  const summary: Record<string, number> = { pass: 0, fail: 0, warn: 0, error: 0, skip: 0 }
  let isShared = true
  const list = variant.results.flatMap(({ said, of }) => {
    if (without.has(said.policy)) return []
    summary[said.result] = (summary[said.result] ?? 0) + 1
    const message = said.result === 'pass' ? said.message : readdress(said.message, of, to)
    if (message !== said.message || said.message.includes(of.service)) isShared = false
    return { ...said, message, timestamp: { seconds, nanos: 0 } }
  })
  const results = { list, summary }
  if (isShared) shared.byVariant.set(variant.key, results)
  return results
}

const withoutMs = (at: Date): string => at.toISOString().replace(/\.\d+/, '')
