import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'

/**
 * Whether a scope knows that a check `c` is evaluated, as SQL: a source that it sees whole reports it, or it says no to
 * something that is in scope; `ever` looks at what was closed as well.
 */
export function isReported(scope: Scope, params: unknown[], when: 'now' | 'ever' = 'now'): string {
  const whole = `EXISTS (SELECT 1 FROM feed_check k WHERE k.check_id = c.id AND ${inScope(scope, 'reported', 'k', params)})`
  if (scope.wholeSources === 'all') return whole
  const said = [
    `SELECT 1 FROM finding_open o WHERE o.check_id = c.id AND ${inScope(scope, 'open', 'o', params)}`,
    `SELECT 1 FROM finding_excepted e WHERE e.check_id = c.id AND ${inScope(scope, 'excepted', 'e', params)}`,
    ...(when === 'ever'
      ? [`SELECT 1 FROM finding_closed d WHERE d.check_id = c.id AND ${inScope(scope, 'finding', 'd', params)}`]
      : []),
  ]
  return `(${[whole, ...said.map((sql) => `EXISTS (${sql})`)].join(' OR ')})`
}
