import { hash } from 'node:crypto'
import { uuidOf } from '#lib/domain/subject-key.ts'
import type { ScanFile } from '#lib/ingest/scan.ts'
import { parseConstraints } from '#lib/sources/gatekeeper/parse.ts'
import type { Calendar } from './calendar.ts'
import type { Constraint } from './captured.ts'
import type { LiveObject } from './cluster-state.ts'
import type { ObjectPlace } from './object-place.ts'
import type { Evaluation, Listing } from './report-files.ts'
import { type ClusterStory, DRAMA, PILOT } from './story.ts'
import { readdress, type variantsOf } from './variants.ts'

type StatusViolation = {
  group: string
  version: string
  kind: string
  namespace?: string
  name: string
  message: string
  enforcementAction: string
  enforcementActions?: string[]
}

/** Gatekeeper's `--constraint-violations-limit`. */
const LISTED = 20
const MESSAGE_BYTES = 256

type Known = { constraints: readonly Constraint[]; variantOf: ReturnType<typeof variantsOf>; calendar: Calendar }

/** The constraints of one cluster with the status that Gatekeeper's audit gives them. */
export function constraintFile(cluster: ClusterStory, { constraints, variantOf, calendar }: Known) {
  const byObject = new Map<string, Map<string, StatusViolation[]>>()
  const inPlace = (day: number): Constraint[] =>
    constraints
      .filter(({ metadata }) => isInPlace(cluster, metadata.name, day, calendar))
      .map((written) => inForce(asMatched(written, cluster), day, calendar))

  return {
    audit({ live, changed }: Pick<Evaluation, 'live' | 'changed'>): void {
      for (const id of changed) {
        const object = live.get(id)
        const found = object && violationsOf(object, cluster, variantOf)
        if (found?.size) byObject.set(id, found)
        else byObject.delete(id)
      }
    },

    /** The constraints that are in place on a day, without what their audits say. */
    inPlace,

    list({ now, keepsBodies }: Listing, day: number): ScanFile {
      const objects = inPlace(day).map((constraint) => {
        const violations = [...byObject.values()].flatMap((found) => found.get(constraint.metadata.name) ?? [])
        return withStatus(cluster, constraint, violations, now)
      })
      const text = `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })}\n`
      return {
        name: 'constraints.json',
        digest: hash('sha256', text),
        bytes: Buffer.byteLength(text),
        mediaType: 'application/json',
        parsed: parseConstraints(objects, { now }),
        ...(keepsBodies && { body: Buffer.from(text) }),
      }
    },
  }
}

function violationsOf(
  object: LiveObject,
  { piloted }: ClusterStory,
  variantOf: Known['variantOf'],
): Map<string, StatusViolation[]> {
  const found = new Map<string, StatusViolation[]>()
  for (const { place } of [object, ...object.owned])
    for (const { said, of } of variantOf(place.kind, place.namespace, object.faults).violations) {
      if (piloted.includes(said.constraint) && !PILOT.includes(place.namespace)) continue
      const to = { service: object.place.name, namespace: place.namespace }
      const list = found.get(said.constraint) ?? []
      found.set(said.constraint, list)
      list.push({
        ...groupVersionOf(place),
        kind: place.kind,
        ...(place.namespace && { namespace: place.namespace }),
        name: place.name,
        message: shortened(readdress(said.message, of, to)),
        enforcementAction: said.enforcementAction,
        ...(said.scopedActions && { enforcementActions: said.scopedActions }),
      })
    }
  return found
}

function groupVersionOf({ apiVersion }: ObjectPlace): { group: string; version: string } {
  const [group = '', version] = apiVersion.split('/')
  return version === undefined ? { group: '', version: group } : { group, version }
}

function isInPlace(cluster: ClusterStory, name: string, day: number, calendar: Calendar): boolean {
  const { constraintRemoved } = DRAMA
  const isRemoved =
    cluster.name === constraintRemoved.cluster &&
    name === constraintRemoved.constraint &&
    day >= calendar.moment('constraintRemoved')
  return (cluster.constraints.includes(name) || cluster.piloted.includes(name)) && !isRemoved
}

function asMatched(constraint: Constraint, { piloted }: ClusterStory): Constraint {
  if (!piloted.includes(constraint.metadata.name)) return constraint
  const match = { ...constraint.spec.match, namespaces: PILOT }
  return { ...constraint, spec: { ...constraint.spec, match } }
}

function inForce(constraint: Constraint, day: number, calendar: Calendar): Constraint {
  const isEnforced = constraint.metadata.name === DRAMA.enforced.constraint && day >= calendar.moment('enforced')
  return isEnforced ? { ...constraint, spec: { ...constraint.spec, enforcementAction: 'deny' } } : constraint
}

function withStatus(cluster: ClusterStory, constraint: Constraint, found: StatusViolation[], now: Date): object {
  const { enforcementAction = 'deny' } = constraint.spec
  const violations = found
    .map((violation) => ({ ...violation, enforcementAction }))
    .sort((a, b) => (sortText(a) < sortText(b) ? -1 : 1))
    .slice(0, LISTED)
  const uid = uuidOf(`${cluster.name} ${constraint.kind}/${constraint.metadata.name}`)
  return {
    ...constraint,
    metadata: { ...constraint.metadata, uid, generation: 1 },
    status: {
      auditTimestamp: new Date(now.getTime() - 45_000).toISOString().replace(/\.\d+/, ''),
      totalViolations: found.length,
      ...(violations.length && { violations }),
    },
  }
}

/** Gatekeeper lists the first in the byte order of these fields. */
const sortText = ({ group, version, kind, namespace = '', name, message, enforcementAction }: StatusViolation) =>
  [group, version, kind, namespace, name, message, enforcementAction].join('\0')

function shortened(message: string): string {
  const bytes = Buffer.from(message)
  return bytes.length > MESSAGE_BYTES ? `${bytes.subarray(0, MESSAGE_BYTES - 3).toString()}...` : message
}
