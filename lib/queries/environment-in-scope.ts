import type { Scope } from '#lib/domain/scope.ts'

/**
 * The filter of a scope for what is kept by environment and not by source, as SQL over the column `environment`: the
 * environments of the sources it may see.
 */
export function environmentInScope(scope: Scope, environment: string, params: unknown[]): string {
  if (scope.sources === 'all') return 'true'
  return `${environment} IN (SELECT environment FROM source WHERE id = ANY($${params.push([...scope.sources])}::int[]))`
}
