import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'

/**
 * Whether a scope knows that a check `c` is evaluated, as SQL: a source that it sees whole reports it, or it says no to
 * something that is in scope.
 */
export function isReported(scope: Scope, params: unknown[]): string {
  const whole = `EXISTS (SELECT 1 FROM feed_check k WHERE k.check_id = c.id AND ${inScope(scope, 'feed', 'k', params)})`
  if (scope.wholeSources === 'all') return whole
  return `${whole} OR EXISTS (SELECT 1 FROM finding_open o WHERE o.check_id = c.id AND ${inScope(scope, 'open', 'o', params)})`
}
