import type { OwnerLinks } from '#lib/domain/owner-workload.ts'
import type { ApiClient } from '../api-client.ts'
import { ApiError } from '../api-error.ts'
import type { KindRead } from '../cluster-snapshot.ts'
import { type ApiResource, type Found, kindName } from '../discover.ts'
import { listPages } from '../list-pages.ts'
import { METADATA_ONLY } from '../metadata-only.ts'
import { OwnedItem, ownerLinkOf } from '../owner-link.ts'
import { resourcePath } from '../resource-path.ts'

type Link = OwnerLinks[number]
export type Owners = { linksIn: (places: readonly string[]) => OwnerLinks; kinds: KindRead[] }
type Wanted = { signal: AbortSignal; places?: readonly string[] }

/** Whether what was not permitted is permitted now. */
export async function canReadOwners(client: ApiClient, found: readonly Found[], signal: AbortSignal): Promise<boolean> {
  for (const one of found) {
    if (one.state !== 'served') continue
    const isRead = await client
      .get(resourcePath(one.resource), { query: { limit: '1' }, accept: METADATA_ONLY, signal })
      .then(
        () => true,
        (error: unknown) => {
          if (error instanceof ApiError) return false
          throw error
        },
      )
    if (!isRead) return false
  }
  return true
}

export const NO_OWNERS: Owners = { linksIn: () => [], kinds: [] }

/**
 * What controls pods, replica sets and jobs, in the whole cluster or in some namespaces. What is not
 * permitted is left out and said; any other failure is thrown, because a workload would seem to be gone without it.
 */
export async function readOwners(
  client: ApiClient,
  found: readonly Found[],
  { signal, places }: Wanted,
): Promise<Owners> {
  const kinds: KindRead[] = []
  const byPlace = new Map<string, Link[]>()
  for (const one of found) {
    if (one.part !== 'owners' || one.state !== 'served') continue
    const kind: KindRead = { part: 'owners', kind: kindName(one.resource), state: 'read', complete: true, listed: 0 }
    try {
      for (const place of places?.filter(Boolean) ?? [undefined])
        kind.listed += await listLinks(client, one, one.resource, { byPlace, signal, place })
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof ApiError) || error.status !== 403) throw error
      kind.state = 'not-permitted'
      kind.complete = false
      kind.reason = error.message
    }
    kinds.push(kind)
  }
  return { kinds, linksIn: (wanted) => wanted.flatMap((place) => byPlace.get(place) ?? []) }
}

type Into = { byPlace: Map<string, Link[]>; signal: AbortSignal; place: string | undefined }

async function listLinks(client: ApiClient, found: Found, resource: ApiResource, into: Into): Promise<number> {
  const { byPlace, signal, place } = into
  let listed = 0
  for await (const { items } of listPages(client, resourcePath(resource, place), { accept: METADATA_ONLY, signal }))
    for (const item of items) {
      const parsed = OwnedItem.safeParse(item)
      if (!parsed.success) continue
      const { kind, namespace, name, owner } = ownerLinkOf(found, parsed.data)
      const link = {
        kind,
        namespace,
        name,
        ...(owner && { owner: { group: owner.group, kind: owner.kind, name: owner.name } }),
      }
      const own = byPlace.get(namespace)
      if (own) own.push(link)
      else byPlace.set(namespace, [link])
      listed++
    }
  return listed
}
