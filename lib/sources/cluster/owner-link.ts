import { z } from 'zod'
import { apiGroup } from '#lib/sources/api-group.ts'
import type { OwnerLink } from './cluster-snapshot.ts'
import type { Found } from './discover.ts'

const Reference = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
  controller: z.boolean().nullish(),
})
export const OwnedItem = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string(),
    uid: z.string(),
    ownerReferences: z.array(Reference).nullish(),
  }),
})

/** What controls an object, as its metadata says. */
export function ownerLinkOf(found: Found, { metadata }: z.infer<typeof OwnedItem>): OwnerLink {
  const { name, namespace, uid, ownerReferences } = metadata
  const { group, kind } = found.state === 'served' ? found.resource : { group: '', kind: '' }
  const controller = ownerReferences?.find((reference) => reference.controller)
  return { group, kind, namespace, name, uid, ...(controller && { owner: linkOf(controller) }) }
}

const linkOf = ({ apiVersion, kind, name, uid }: z.infer<typeof Reference>) => ({
  group: apiGroup(apiVersion),
  kind,
  name,
  uid,
})
