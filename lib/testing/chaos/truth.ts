import type { ChaosReport } from './chaos-cluster.ts'

export type Fact = 'fail' | 'warn' | 'error' | 'pass' | 'skip' | 'present' | 'no check' | 'no subject'

const WORST: Fact[] = ['fail', 'error', 'warn', 'pass', 'skip']
const POD = /^(app-\d+)-5d9f-[a-z0-9]{5}$/

/**
 * What reports say, worked out without any of the code under test: the outcome by subject and check, and a line without a
 * check for every subject. Pods count as their workload, the worst of them first.
 */
export function truthOf(reports: Iterable<ChaosReport>): Map<string, Fact> {
  const truth = new Map<string, Fact>()
  for (const { scope, results, source } of reports) {
    const [kind, name] =
      scope.kind === 'Pod' ? ['Deployment', POD.exec(scope.name)?.[1] ?? scope.name] : [scope.kind, scope.name]
    const subject = `${kind} ${scope.namespace ?? ''}/${name}`
    truth.set(`${subject} `, 'present')
    for (const [policy, outcome] of results) {
      const key = `${subject} ${source}/${policy}`
      const before = truth.get(key)
      const fact = outcome as Fact
      if (!before || WORST.indexOf(fact) < WORST.indexOf(before)) truth.set(key, fact)
    }
  }
  return truth
}
