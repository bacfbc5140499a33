import { randomUUID } from 'node:crypto'

type ObjectMeta = {
  name: string
  namespace?: string | undefined
  uid?: string | undefined
  resourceVersion?: string | undefined
  labels?: Record<string, string> | null | undefined
  [field: string]: unknown
}
export type KubeObject = {
  apiVersion?: string | undefined
  kind?: string | undefined
  metadata: ObjectMeta
  [field: string]: unknown
}
export type Kind = {
  group: string
  /** All serve the same objects; the first is the preferred one. */
  versions: string[]
  plural: string
  kind: string
  namespaced: boolean
  shortNames?: string[]
  categories?: string[]
  hasStatus?: boolean
}
type Change = { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: KubeObject; revision: number }
export type Resource = Kind & {
  objects: Map<string, KubeObject>
  changes: Change[]
  compactedAt: number
  pinned: Map<number, Map<string, KubeObject>>
}

const PINNED_LISTS = 50

export const objectKey = (namespace: string | undefined, name: string) => (namespace ? `${namespace}/${name}` : name)
export const apiVersionOf = (group: string, version: string) => (group ? `${group}/${version}` : version)

/** The objects behind the server: one revision counter for all kinds, a short history of changes, lists pinned while paged. */
export class ObjectStore {
  revision = 1000
  readonly resources = new Map<string, Resource>()
  readonly #listeners = new Set<(resource: Resource, change: Change) => void>()
  readonly #historyWindow: number

  constructor(historyWindow: number) {
    this.#historyWindow = historyWindow
  }

  addKind(kind: Kind): Resource {
    const key = `${kind.group}/${kind.plural}`
    const known = this.resources.get(key)
    if (known) {
      known.versions = [...new Set([...known.versions, ...kind.versions])]
      return known
    }
    const resource = { ...kind, objects: new Map(), changes: [], compactedAt: 0, pinned: new Map() }
    this.resources.set(key, resource)
    return resource
  }

  dropKind(group: string, plural: string): void {
    this.resources.delete(`${group}/${plural}`)
  }

  find(group: string, version: string, plural: string): Resource | undefined {
    const resource = this.resources.get(`${group}/${plural}`)
    return resource?.versions.includes(version) ? resource : undefined
  }

  ofKind(apiVersion: string, kind: string): Resource | undefined {
    const [version = '', group = ''] = apiVersion.split('/').reverse()
    return [...this.resources.values()].find(
      (resource) => resource.group === group && resource.kind === kind && resource.versions.includes(version),
    )
  }

  put(resource: Resource, given: KubeObject): KubeObject {
    const key = objectKey(given.metadata.namespace, given.metadata.name)
    const before = resource.objects.get(key)?.metadata
    const generation = typeof before?.generation === 'number' ? before.generation + 1 : 1
    const object: KubeObject = {
      ...structuredClone(given),
      metadata: {
        ...structuredClone(given.metadata),
        uid: before?.uid ?? given.metadata.uid ?? randomUUID(),
        creationTimestamp: before?.creationTimestamp ?? given.metadata.creationTimestamp ?? secondsNow(),
        generation,
        resourceVersion: String(++this.revision),
      },
    }
    resource.objects.set(key, object)
    this.#record(resource, before ? 'MODIFIED' : 'ADDED', object)
    return object
  }

  delete(resource: Resource, namespace: string | undefined, name: string): KubeObject | undefined {
    const key = objectKey(namespace, name)
    const object = resource.objects.get(key)
    if (!object) return undefined
    resource.objects.delete(key)
    const gone = { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.revision) } }
    this.#record(resource, 'DELETED', gone)
    return gone
  }

  /** Keeps the list as it is now, so that later pages of it show the same moment. */
  pin(resource: Resource): number {
    if (!resource.pinned.has(this.revision)) resource.pinned.set(this.revision, new Map(resource.objects))
    const oldest = resource.pinned.keys().next().value
    if (resource.pinned.size > PINNED_LISTS && oldest !== undefined) resource.pinned.delete(oldest)
    return this.revision
  }

  /** Forgets history as etcd does: continue tokens and old revisions become 410 Expired. */
  compact(resource: Resource): void {
    resource.pinned.clear()
    resource.changes = []
    resource.compactedAt = this.revision
  }

  listen(listener: (resource: Resource, change: Change) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #record(resource: Resource, type: Change['type'], object: KubeObject): void {
    const change = { type, object, revision: this.revision }
    resource.changes.push(change)
    while (resource.changes.length > this.#historyWindow)
      resource.compactedAt = resource.changes.shift()?.revision ?? resource.compactedAt
    for (const listener of this.#listeners) listener(resource, change)
  }
}

const secondsNow = () => `${new Date().toISOString().slice(0, 19)}Z`
