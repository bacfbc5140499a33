import { uuidOf } from '#lib/domain/subject-key.ts'
import type { Calendar } from './calendar.ts'
import { API_VERSIONS } from './faults.ts'
import type { FleetObject } from './fleet.ts'
import { generatedSuffix } from './generated-suffix.ts'
import type { ObjectPlace } from './object-place.ts'
import { seededRandom } from './random.ts'
import type { ClusterStory } from './story.ts'

/** An object as it is in one cluster now, with the ReplicaSet and Pods that it brings where those are looked at too. */
export type LiveObject = {
  id: string
  place: ObjectPlace
  faults: readonly string[]
  createdAt: Date
  owned: { place: ObjectPlace; ownedBy: ObjectPlace; createdAt: Date }[]
}

type Arrival = { object: FleetObject; faults: readonly string[] | undefined; revision: number }

/** Faults with which ReplicaSets and Pods were captured too. */
const CAPTURED_WITH_PODS: ReadonlySet<string> = new Set(['', 'latest-tag-no-limits'])
const PODS = 2
const OLDEST_DAYS = 400

/** One cluster as the days go by: `advance` makes the changes that arrive on a day and tells the ids of what they touch. */
export function clusterState(cluster: ClusterStory, fleet: readonly FleetObject[], calendar: Calendar) {
  const arrivals = arrivalsOf(cluster, fleet, calendar)
  const live = new Map<string, LiveObject>()

  return {
    live: live as ReadonlyMap<string, LiveObject>,
    advance(day: number): string[] {
      const touched = arrivals.get(day) ?? []
      for (const { object, faults, revision } of touched) {
        const id = idOf(object)
        if (faults === undefined) live.delete(id)
        else live.set(id, liveObject(cluster, object, faults, revision, calendar))
      }
      return touched.map(({ object }) => idOf(object))
    },
  }
}

/** The namespace is the second part, as `namespaceOf` reads it. */
const idOf = ({ kind, namespace, name }: FleetObject) => `${kind}/${namespace}/${name}`

export const namespaceOf = (id: string): string => id.split('/')[1] ?? ''

/** What arrives on which day; everything there is at the start arrives on day 0. */
function arrivalsOf(cluster: ClusterStory, fleet: readonly FleetObject[], calendar: Calendar): Map<number, Arrival[]> {
  const arrivals = new Map<number, Arrival[]>()
  for (const object of fleet) {
    if (!object.clusters.includes(cluster.name)) continue
    for (const [revision, { day, faults }] of object.history.entries()) {
      const isAtOnce = day === 0 || object.isImmediate
      const arrival = isAtOnce ? day : calendar.workingDaysAfter(day, cluster.lag)
      arrivals.set(arrival, [...(arrivals.get(arrival) ?? []), { object, faults, revision }])
    }
  }
  return arrivals
}

function liveObject(
  cluster: ClusterStory,
  object: FleetObject,
  faults: readonly string[],
  revision: number,
  calendar: Calendar,
): LiveObject {
  const { kind, namespace, name } = object
  const id = idOf(object)
  const random = seededRandom(`${cluster.name} ${id}`)
  const born = object.history[0]?.day ?? 0
  const createdAt = calendar.at(born > 0 ? born : -random.between(1, OLDEST_DAYS), random.between(60, 600))
  const place = placeOf(cluster, kind, namespace, name)
  const hasPods = random.chance(cluster.withPods) && kind === 'Deployment' && CAPTURED_WITH_PODS.has(faults.join())
  const owned: LiveObject['owned'] = []
  if (hasPods) {
    const since = revision === 0 ? createdAt : calendar.at(object.history[revision]?.day ?? 0, 45)
    const replicaSet = placeOf(cluster, 'ReplicaSet', namespace, `${name}-${generatedSuffix(`${id} ${revision}`, 10)}`)
    owned.push({ place: replicaSet, ownedBy: place, createdAt: since })
    for (let i = 0; i < PODS; i++) {
      const pod = `${replicaSet.name}-${generatedSuffix(`${cluster.name} ${replicaSet.name} ${i}`, 5)}`
      owned.push({ place: placeOf(cluster, 'Pod', namespace, pod), ownedBy: replicaSet, createdAt: since })
    }
  }
  return { id, place, faults, createdAt, owned }
}

function placeOf(cluster: ClusterStory, kind: string, namespace: string, name: string): ObjectPlace {
  const apiVersion = API_VERSIONS[kind]
  if (!apiVersion) throw new RangeError(`no API version is known for ${kind}`)
  return { apiVersion, kind, namespace, name, uid: uuidOf(`${cluster.name} ${kind}/${namespace}/${name}`) }
}
