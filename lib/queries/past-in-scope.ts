import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'

/**
 * The filter of a scope for the past of a finding, its episodes and events: who may see its subject now sees all of its
 * past within the window, whoever owned it then. `rows` are of no team by themselves; `alias` has a finding's key.
 */
export function pastInScope(scope: Scope, rows: 'finding' | 'event', alias: string, params: unknown[]): string {
  const rest = inScope({ ...scope, teams: 'all' }, rows, alias, params)
  if (scope.teams === 'all') return rest
  return `${rest} AND EXISTS (SELECT 1 FROM subject_state owned WHERE owned.source_id = ${alias}.source_id
    AND owned.feed_id = ${alias}.feed_id AND owned.subject = ${alias}.subject AND ${inScope(scope, 'subject', 'owned', params)})`
}
