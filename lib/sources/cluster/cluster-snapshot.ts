/** What is read of a cluster; each part is made of one or more kinds. */
export const PARTS = ['reports', 'constraints', 'exceptions', 'policies', 'namespaces', 'owners'] as const
export type Part = (typeof PARTS)[number]

/**
 * How reading a kind ended. `absent`: the cluster does not serve it. `not-permitted` and `unavailable`: there may be
 * objects, unseen. `inconsistent`: all pages came, but not of one moment.
 */
type ReadState = 'read' | 'absent' | 'not-permitted' | 'unavailable' | 'inconsistent'

export type KindRead = {
  part: Part
  /** Plural and group, as in `policyreports.wgpolicyk8s.io`. */
  kind: string
  state: ReadState
  /** True when everything there is was listed; only then does absence from the snapshot mean anything. */
  complete: boolean
  /** Why it is not complete, fit to show. */
  reason?: string
  listed: number
}

export type Namespace = { name: string; labels: Record<string, string> }
type ObjectLink = { group: string; kind: string; name: string; uid: string }
/** A pod, replica set or job and what controls it; without an owner it stands for itself. */
export type OwnerLink = ObjectLink & { namespace: string; owner?: ObjectLink }

/** One reading of a cluster as plain data. Objects are as the cluster gave them, always with apiVersion and kind. */
export type ClusterSnapshot = {
  context: string
  /** The uid of namespace kube-system: another one under the same address is another cluster. */
  clusterUid?: string
  reports: unknown[]
  constraints: unknown[]
  exceptions: unknown[]
  /** Policies of every engine but the constraints, which are theirs too, with the templates of constraints. */
  policies: unknown[]
  namespaces: Namespace[]
  owners: OwnerLink[]
  kinds: KindRead[]
}
