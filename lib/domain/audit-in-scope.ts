import type { Limits } from './grant.ts'
import { isEverything, type Scope } from './scope.ts'

/**
 * True when an audit of these limits shows nobody more than the scope does, so that an officer who sees a part makes and
 * changes audits of that part alone. Who is limited to teams, or to another audit, has none.
 */
export function auditInScope(scope: Scope, { sources, environments }: Omit<Limits, 'teams'>): boolean {
  if (isEverything(scope)) return true
  if (scope.teams !== 'all' || scope.frameworks !== 'all' || scope.window) return false
  return isPart(sources, scope.wholeSources) || isPart(environments, scope.wholeEnvironments)
}

const isPart = <T>(part: readonly T[] | undefined, whole: 'all' | readonly T[]): boolean =>
  part !== undefined && (whole === 'all' || part.every((one) => whole.includes(one)))
