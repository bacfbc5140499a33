import type { StatedPolicy } from '#lib/domain/policy.ts'
import { parsePolicies } from '../policy/parse.ts'
import type { ClusterSnapshot } from './cluster-snapshot.ts'
import { partCompleteness } from './part-completeness.ts'

type Snapshot = Pick<ClusterSnapshot, 'policies' | 'constraints' | 'kinds'>
type ClusterPolicies = { policies: StatedPolicy[]; complete: boolean; warnings: string[] }

/** Every policy a snapshot holds, its constraints among them; complete when all kinds of both were listed whole. */
export function policiesOfCluster({ policies: objects, constraints, kinds }: Snapshot): ClusterPolicies {
  const isListed = (kind: string) => kinds.find((read) => read.kind.startsWith(kind))?.complete ?? false
  const { policies, rejected } = parsePolicies([...objects, ...constraints], {
    isWhole: isListed('validatingadmissionpolicybindings.'),
  })
  return {
    policies,
    complete: partCompleteness(kinds, 'policies').complete && partCompleteness(kinds, 'constraints').complete,
    warnings: rejected.map(({ path, reason }) => `policy ${path}: ${reason}`),
  }
}
