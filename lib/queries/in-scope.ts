import type { Scope } from '#lib/domain/scope.ts'

/**
 * The row filter of a scope as SQL over the columns `source_id` and `team_id` of `alias`, with its values pushed onto
 * `params`. Unrestricted parts add nothing; an empty list matches no row.
 */
export function inScope(scope: Scope, alias: string, params: unknown[], columns = { team: true }): string {
  const parts: string[] = []
  if (scope.sources !== 'all') parts.push(`${alias}.source_id = ANY($${params.push([...scope.sources])}::int[])`)
  if (scope.teams !== 'all' && columns.team)
    parts.push(`${alias}.team_id = ANY($${params.push([...scope.teams])}::int[])`)
  return parts.length ? parts.join(' AND ') : 'true'
}
