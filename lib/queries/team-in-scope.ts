import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'

/**
 * The filter of a scope over a column with the number of a team: its own teams, or, limited to sources, those that own
 * something there. 0, nobody, is a team of whoever is not limited to teams.
 */
export function teamInScope(scope: Scope, column: string, params: unknown[]): string {
  if (scope.teams !== 'all') return `${column} = ANY($${params.push([...scope.teams])}::int[])`
  if (scope.sources === 'all' && !scope.window) return 'true'
  return `(${column} = 0 OR EXISTS (
    SELECT 1 FROM subject_state owned WHERE owned.team_id = ${column} AND ${inScope(scope, 'subject', 'owned', params)}))`
}
