import type { Scope } from '#lib/domain/scope.ts'
import { inScope, type ScopedRows } from './in-scope.ts'

/** A part of what a scope lets see: one team, one source, or both. */
export type Part = { teamId?: number | undefined; sourceId?: number | undefined }

/** `inScope`, narrowed to a part. */
export function within(
  scope: Scope,
  { teamId, sourceId }: Part,
  rows: ScopedRows,
  alias: string,
  params: unknown[],
): string {
  const filters = [inScope(scope, rows, alias, params)]
  if (teamId !== undefined) filters.push(`${alias}.team_id = $${params.push(teamId)}`)
  if (sourceId !== undefined) filters.push(`${alias}.source_id = $${params.push(sourceId)}`)
  return filters.join(' AND ')
}
