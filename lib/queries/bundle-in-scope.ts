import { isEverything, type Scope } from '#lib/domain/scope.ts'

/** The filter of a scope over the column `audit_id` of bundles: all, or those made for the auditor's own audit. */
export function bundleInScope(scope: Scope, params: unknown[]): string {
  if (isEverything(scope)) return 'true'
  return scope.audit ? `audit_id = $${params.push(scope.audit)}::uuid` : 'false'
}
