import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'

/**
 * The filter of a scope for modes of checks, as SQL over the columns of `alias`. Whoever sees a part of a source sees what
 * a check does in all of it, but not the places that it names: those are of others.
 */
export const modeInScope = (scope: Scope, alias: string, params: unknown[]): string =>
  `${inScope(scope, 'mode', alias, params)} AND (${alias}.place = '' OR ${inScope(scope, 'feed', alias, params)})`
