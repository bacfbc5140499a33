import type { Subject } from '#lib/domain/result.ts'
import { asList, asObjects, asText, type JsonObject } from '../ci/json-value.ts'
import type { Constraint } from './constraint-of.ts'

type Key = readonly [group: string, version: string, kind: string, namespace: string, name: string]

/** Groups whose objects have had one version for as long as the audit has sorted. */
const ONLY_VERSION: Readonly<Record<string, string>> = { '': 'v1', apps: 'v1', batch: 'v1' }
/** What folds into its owner at ingest, so that a finding on the owner may be about one of these. */
const INSTANCES: readonly (readonly [group: string, kind: string])[] = [
  ['', 'Pod'],
  ['apps', 'ReplicaSet'],
  ['batch', 'Job'],
]
const LAST_NAME = '\u{10FFFF}'

/**
 * What a cut list of violations proves by not naming a subject. Gatekeeper 3.16 and later list the first ones in byte
 * order of group, version, kind, namespace, name: what sorts before the last one listed would have been listed. A list
 * out of that order was cut by an older one and proves nothing, nor does an empty one.
 */
export function makeProof(constraint: Constraint, isSortedCut: boolean): (subject: Subject) => boolean {
  const keys = asObjects(constraint.violations).map(keyOf)
  const last = keys.at(-1)
  const isSorted = keys.every((key, i) => compare(keys[i - 1] ?? key, key) <= 0)
  if (!isSortedCut || !isSorted || last === undefined || keys.length < constraint.violations.length) return () => false
  const versions = versionsOf(keys)
  const isBeforeLast = (group: string, kind: string, namespace: string, name: string) =>
    compareText(group, last[0]) < 0 ||
    (versions.get(`${group}/${kind}`) ?? [ONLY_VERSION[group]]).every(
      (version) => version !== undefined && compare([group, version, kind, namespace, name], last) < 0,
    )
  return (subject) => {
    const { group, kind, namespace, name } = subject
    const candidates = [[group, kind, name] as const, ...instancesOf(subject)].filter(([group, kind]) =>
      matches(constraint, group, kind),
    )
    return (
      candidates.length > 0 && candidates.every(([group, kind, name]) => isBeforeLast(group, kind, namespace, name))
    )
  }
}

/** The versions each kind is listed under, by group and kind. */
function versionsOf(keys: readonly Key[]): Map<string, string[]> {
  const versions = new Map<string, string[]>()
  for (const [group, version, kind] of keys) {
    const seen = versions.get(`${group}/${kind}`) ?? []
    if (!seen.includes(version)) versions.set(`${group}/${kind}`, [...seen, version])
  }
  return versions
}

function instancesOf({ group, kind, namespace }: Subject): (readonly [string, string, string])[] {
  const mayOwn = namespace !== '' && (group !== '' || kind === 'ReplicationController')
  return mayOwn ? INSTANCES.map(([group, kind]) => [group, kind, LAST_NAME] as const) : []
}

function matches({ matchedKinds }: Constraint, group: string, kind: string): boolean {
  const names = (list: unknown, name: string) => {
    const values = asList(list)
    return values.length === 0 || values.includes('*') || values.includes(name)
  }
  return (
    matchedKinds.length === 0 ||
    matchedKinds.some(({ apiGroups, kinds }) => names(apiGroups, group) && names(kinds, kind))
  )
}

const keyOf = ({ group, version, kind, namespace, name }: JsonObject): Key => [
  asText(group) ?? '',
  asText(version) ?? '',
  asText(kind) ?? '',
  asText(namespace) ?? '',
  asText(name) ?? '',
]

function compare(a: Key, b: Key): number {
  for (const [i, part] of a.entries()) {
    const order = compareText(part, b[i] ?? '')
    if (order !== 0) return order
  }
  return 0
}

const compareText = (a: string, b: string): number => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)))
