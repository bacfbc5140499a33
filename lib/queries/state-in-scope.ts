import type { Scope } from '#lib/domain/scope.ts'

/**
 * The filter of a scope for the daily states of controls, as SQL over the columns `environment`, `framework` and `day` of
 * `alias`. A state speaks for its whole environment, so that only who sees all of that may see it.
 */
export function stateInScope(scope: Scope, alias: string, params: unknown[]): string {
  const parts = [environmentInScope(scope, `${alias}.environment`, params)]
  if (scope.frameworks !== 'all') parts.push(frameworkInScope(scope, `${alias}.framework`, params))
  if (scope.window) {
    const time = (value: Date) => `($${params.push(value)}::timestamptz AT TIME ZONE 'UTC')`
    parts.push(`${alias}.day >= ${time(scope.window.from)}`, `${alias}.day < ${time(scope.window.until)}`)
  }
  return parts.join(' AND ')
}

/** The filter of a scope over a column that names an environment, for what speaks for the whole of it. */
export const environmentInScope = ({ wholeEnvironments }: Scope, column: string, params: unknown[]): string =>
  wholeEnvironments === 'all' ? 'true' : `${column} = ANY($${params.push([...wholeEnvironments])}::text[])`

/** The filter of a scope over a column that names a framework. */
export const frameworkInScope = ({ frameworks }: Scope, column: string, params: unknown[]): string =>
  frameworks === 'all' ? 'true' : `${column} = ANY($${params.push([...frameworks])}::text[])`
