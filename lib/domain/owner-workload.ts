import type { Subject } from './result.ts'

/** What controls a pod, replica set or job, as the cluster says; without `owner` it stands for itself. */
type OwnerLink = {
  kind: string
  namespace: string
  name: string
  owner?: { group: string; kind: string; name: string }
}
export type OwnerLinks = readonly OwnerLink[]

type Known = ReadonlyMap<string, Subject>

/** Kinds that exist for the sake of their owner, with the groups they come in. */
const INSTANCES: Readonly<Record<string, readonly string[]>> = {
  Pod: [''],
  ReplicaSet: ['apps', 'extensions'],
  Job: ['batch'],
}
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  ...INSTANCES,
  Deployment: ['apps', 'extensions'],
  DaemonSet: ['apps', 'extensions'],
  StatefulSet: ['apps'],
  CronJob: ['batch'],
  ReplicationController: [''],
}
const MAX_CHAIN = 5
// Generated names use letters and digits that make no words.
const POD_SUFFIX = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{5}$/
const TEMPLATE_HASH = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{1,10}$/
const SCHEDULED_MINUTE = /^(.+)-\d{8,10}$/
const ORDINAL = /^(.+)-\d+$/

/**
 * Folds pods, replica sets and jobs into the workload they belong to: by links where the cluster gave them, else by
 * their generated names, and then only when such a workload is among the subjects or known. A static pod's node is no
 * owner. Every subject is a key; one without an owner maps to itself.
 */
export function foldOwners(
  subjects: readonly Subject[],
  { links = [], known = [] }: { links?: OwnerLinks; known?: readonly Subject[] } = {},
): Map<Subject, Subject> {
  const owners = ownersAmong(known, subjects)
  const linkOf = new Map(links.map((link) => [keyOf(link.kind, link.namespace, link.name), link]))
  const folded = new Map<Subject, Subject>()
  for (const subject of subjects) folded.set(subject, isInstance(subject) ? ownerOf(subject, linkOf, owners) : subject)
  return folded
}

const keyOf = (kind: string, namespace: string, name: string): string => `${kind}/${namespace}/${name}`
const isInstance = ({ kind, group }: Subject): boolean => INSTANCES[kind]?.includes(group) ?? false

function ownersAmong(...lists: (readonly Subject[])[]): Known {
  const owners = new Map<string, Subject>()
  for (const list of lists)
    for (const subject of list) {
      const { kind, group, namespace, name } = subject
      if (kind !== 'Pod' && OWNERS[kind]?.includes(group)) owners.set(keyOf(kind, namespace, name), subject)
    }
  return owners
}

function ownerOf(subject: Subject, linkOf: ReadonlyMap<string, OwnerLink>, owners: Known): Subject {
  let current = subject
  for (let i = 0; i < MAX_CHAIN && isInstance(current); i++) {
    const { kind, namespace, name } = current
    const link = linkOf.get(keyOf(kind, namespace, name))
    const next = link ? linked(link, owners) : named(current, owners)
    if (next === undefined) break
    current = next
  }
  return current
}

function linked({ namespace, owner }: OwnerLink, owners: Known): Subject | undefined {
  if (owner === undefined || owner.kind === 'Node') return undefined
  const { group, kind, name } = owner
  const subject = owners.get(keyOf(kind, namespace, name))
  return subject?.group === group ? subject : { group, kind, namespace, name }
}

/** The owner that the name tells, the longest name first; none when several fit equally well. */
function named({ kind, namespace, name }: Subject, owners: Known): Subject | undefined {
  const find = (pattern: RegExp, text: string, kinds: readonly string[]) => {
    const candidate = pattern.exec(text)?.[1]
    return candidate === undefined ? undefined : oneOf(owners, namespace, candidate, kinds)
  }
  if (kind === 'ReplicaSet') return subjectOr(find(TEMPLATE_HASH, name, ['Deployment']))
  if (kind === 'Job') return subjectOr(find(SCHEDULED_MINUTE, name, ['CronJob']))
  const base = POD_SUFFIX.exec(name)?.[1] ?? ''
  return subjectOr(
    oneOf(owners, namespace, base, ['ReplicaSet', 'Job', 'DaemonSet', 'ReplicationController']) ??
      find(TEMPLATE_HASH, base, ['Deployment']) ??
      find(SCHEDULED_MINUTE, base, ['CronJob']) ??
      find(ORDINAL, name, ['StatefulSet']),
  )
}

const AMBIGUOUS = 'ambiguous'
const subjectOr = (found: Subject | typeof AMBIGUOUS | undefined) => (found === AMBIGUOUS ? undefined : found)

function oneOf(owners: Known, namespace: string, name: string, kinds: readonly string[]) {
  let found: Subject | typeof AMBIGUOUS | undefined
  if (name === '') return found
  for (const kind of kinds) {
    const owner = owners.get(keyOf(kind, namespace, name))
    if (owner !== undefined) found = found === undefined ? owner : AMBIGUOUS
  }
  return found
}
