import { z } from 'zod'
import type { ApiClient } from './api-client.ts'
import type { KindRead } from './cluster-snapshot.ts'
import { CONSTRAINTS, type Discovery, kindName, TEMPLATES } from './discover.ts'
import { type ReadOptions, readKind } from './read-kind.ts'

const Template = z.object({
  spec: z.object({ crd: z.object({ spec: z.object({ names: z.object({ kind: z.string().min(1) }) }) }) }),
  status: z.object({ created: z.boolean().optional() }).optional(),
})
const NOT_SERVED = 'its template exists, but the cluster does not serve the kind'

/**
 * Holds the constraint kinds that were found against the ConstraintTemplates that make them: a kind that is missing while
 * its template stands is unavailable, not gone. Without the templates nothing vouches for the constraints being all.
 */
export async function readConstraintTemplates(
  client: ApiClient,
  { found, templates }: Discovery,
  options: ReadOptions,
): Promise<{ items: unknown[]; kinds: KindRead[] }> {
  const name = kindName({ group: TEMPLATES, plural: 'constrainttemplates' })
  const { items, kind } = await readKind(client, { part: 'constraints', name, ...templates }, options)
  const served = new Set(found.filter(({ state }) => state === 'served').map((kind) => kind.name))
  const missing: KindRead[] = []
  let unreadable = 0
  for (const item of items) {
    const template = Template.safeParse(item)
    if (!template.success) unreadable += 1
    else if (template.data.status?.created) {
      const plural = template.data.spec.crd.spec.names.kind.toLowerCase()
      const constraint = kindName({ group: CONSTRAINTS, plural })
      if (served.has(constraint)) continue
      const state = { state: 'unavailable' as const, complete: false, reason: NOT_SERVED, listed: 0 }
      missing.push({ part: 'constraints', kind: constraint, ...state })
    }
  }
  const reason = `${unreadable} of the templates cannot be read`
  const own: KindRead = unreadable > 0 ? { ...kind, complete: false, state: 'unavailable', reason } : kind
  return { items, kinds: [own, ...missing] }
}
