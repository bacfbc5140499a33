import { z } from 'zod'
import type { ApiClient } from './api-client.ts'
import { type ClusterSnapshot, type KindRead, type Namespace, PARTS, type Part } from './cluster-snapshot.ts'
import { type Discovery, discover, type Found } from './discover.ts'
import { METADATA_ONLY } from './metadata-only.ts'
import { OwnedItem, ownerLinkOf } from './owner-link.ts'
import { readConstraintTemplates } from './read-constraint-templates.ts'
import { type ReadOptions, readKind } from './read-kind.ts'

const MAX_SNAPSHOT_BYTES = 1024 ** 3
const NamespaceItem = z.object({
  metadata: z.object({
    name: z.string().min(1),
    uid: z.string(),
    labels: z.record(z.string(), z.string()).nullish(),
  }),
})
type ReadParts = { signal?: AbortSignal; maxBytes?: number; parts?: readonly Part[]; discovery?: Discovery }

/**
 * Lists what Muniment reads of a cluster, or some parts of it. It never fails as a whole: each kind says in `kinds` whether it is complete, and
 * one that could not be read does not stop the others. Only an abort throws.
 */
export async function readCluster(
  client: ApiClient,
  { signal, maxBytes = MAX_SNAPSHOT_BYTES, parts = PARTS, discovery: known }: ReadParts = {},
): Promise<ClusterSnapshot> {
  const discovery = known ?? (await discover(client, signal))
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
  const ofPart = (part: Part) => (parts.includes(part) ? discovery.found.filter((found) => found.part === part) : [])

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
  if (parts.includes('constraints')) {
    const templates = await readConstraintTemplates(client, discovery, options)
    for (const item of templates.items) snapshot.policies.push(item)
    snapshot.kinds.push(...templates.kinds)
  }
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
