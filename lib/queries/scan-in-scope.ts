import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'

/** The filter of a scope for what belongs to one scan, as SQL over the columns `source_id` and `scan_id` of `alias`. */
export function scanInScope(scope: Scope, alias: string, params: unknown[]): string {
  if (!scope.window) return inScope(scope, 'feed', alias, params)
  return `EXISTS (SELECT 1 FROM scan scoped WHERE scoped.source_id = ${alias}.source_id AND scoped.scan_id = ${alias}.scan_id
    AND ${inScope(scope, 'scan', 'scoped', params)})`
}
