import 'server-only'
import { getDb } from '#app/_server/db.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { listLimitOptions } from '#lib/queries/list-limit-options.ts'

type Option = { value: string; label: string }
export type PlanOptions = { frameworks: Option[]; sources: Option[]; environments: string[] }

/** What an audit can be made of by somebody of this scope. */
export async function planOptions(scope: Scope): Promise<PlanOptions> {
  const { frameworks, sources, environments } = await listLimitOptions(getDb(), scope)
  return {
    frameworks: frameworks.map(({ id, title }) => ({ value: id, label: title })),
    sources: sources.map(({ id, name }) => ({ value: String(id), label: name })),
    environments,
  }
}
