import { z } from 'zod'
import { apiGroup } from '#lib/sources/api-group.ts'
import type { ApiClient } from './api-client.ts'
import type { ClusterSnapshot, KindRead, Namespace, OwnerLink } from './cluster-snapshot.ts'
import { discover, type Found } from './discover.ts'
import { readConstraintTemplates } from './read-constraint-templates.ts'
import { type ReadOptions, readKind } from './read-kind.ts'

const MAX_SNAPSHOT_BYTES = 1024 ** 3
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'
const NamespaceItem = z.object({
  metadata: z.object({
    name: z.string().min(1),
    uid: z.string(),
    labels: z.record(z.string(), z.string()).nullish(),
  }),
})
const Reference = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
  controller: z.boolean().nullish(),
})
const OwnedItem = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string(),
    uid: z.string(),
    ownerReferences: z.array(Reference).nullish(),
  }),
})

/**
 * Lists what Muniment reads of a cluster. It never fails as a whole: each kind says in `kinds` whether it is complete, and
 * one that could not be read does not stop the others. Only an abort throws.
 */
export async function readCluster(
  client: ApiClient,
  { signal, maxBytes = MAX_SNAPSHOT_BYTES }: { signal?: AbortSignal; maxBytes?: number } = {},
): Promise<ClusterSnapshot> {
  const discovery = await discover(client, signal)
  const options: ReadOptions = { budget: { bytesLeft: maxBytes }, ...(signal && { signal }) }
  const snapshot: ClusterSnapshot = {
    context: client.context,
    reports: [],
    constraints: [],
    exceptions: [],
    policies: [],
    namespaces: [],
    owners: [],
    kinds: [],
  }
  const ofPart = (part: Found['part']) => discovery.found.filter((found) => found.part === part)

  for (const found of ofPart('namespaces')) {
    const read = await readAs(client, found, { ...options, accept: METADATA_ONLY }, NamespaceItem)
    snapshot.kinds.push(read.kind)
    snapshot.namespaces.push(...read.items.map(namespaceOf))
    const system = read.items.find(({ metadata }) => metadata.name === 'kube-system')
    if (system) snapshot.clusterUid = system.metadata.uid
    if (read.kind.complete) options.namespaces = snapshot.namespaces.map(({ name }) => name)
  }
  for (const part of ['reports', 'exceptions', 'constraints', 'policies'] as const)
    for (const found of ofPart(part)) {
      const { items, kind } = await readKind(client, found, options)
      for (const item of items) snapshot[part].push(item)
      snapshot.kinds.push(kind)
    }
  const templates = await readConstraintTemplates(client, discovery, options)
  for (const item of templates.items) snapshot.policies.push(item)
  snapshot.kinds.push(...templates.kinds)
  for (const found of ofPart('owners')) {
    const read = await readAs(client, found, { ...options, accept: METADATA_ONLY }, OwnedItem)
    for (const item of read.items) snapshot.owners.push(ownerLinkOf(found, item))
    snapshot.kinds.push(read.kind)
  }
  return snapshot
}

async function readAs<T>(client: ApiClient, found: Found, options: ReadOptions, schema: z.ZodType<T>) {
  const { items, kind } = await readKind(client, found, options)
  const readable = items.flatMap((item) => schema.safeParse(item).data ?? [])
  const unreadable = items.length - readable.length
  const reason = `${unreadable} of ${items.length} entries cannot be read`
  const checked: KindRead =
    unreadable > 0 && kind.complete ? { ...kind, state: 'unavailable', complete: false, reason } : kind
  return { items: readable, kind: checked }
}

const namespaceOf = ({ metadata }: z.infer<typeof NamespaceItem>): Namespace => ({
  name: metadata.name,
  labels: metadata.labels ?? {},
})

function ownerLinkOf(found: Found, { metadata }: z.infer<typeof OwnedItem>): OwnerLink {
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
