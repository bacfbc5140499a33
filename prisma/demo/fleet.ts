import type { Calendar } from './calendar.ts'
import { historyOf, type Version } from './history.ts'
import { type Random, seededRandom } from './random.ts'
import { specialObjects } from './specials.ts'
import { CLUSTERS, DRAMA, STORY, TEAMS, type TeamStory } from './story.ts'

/** One object of the demo in all clusters that have it. */
export type FleetObject = {
  kind: string
  namespace: string
  name: string
  clusters: readonly string[]
  history: readonly Version[]
  /** True where a change is in every cluster on its day, not days later. */
  isImmediate?: boolean
}

const SUFFIXES = [
  'api',
  'worker',
  'gateway',
  'sync',
  'router',
  'cache',
  'view',
  'batch',
  'store',
  'relay',
  'admin',
  'feed',
] as const
const KINDS = { Deployment: 72, CronJob: 15, StatefulSet: 9, Job: 1 } as const
const PLATFORM_KINDS = { ...KINDS, DaemonSet: 10 } as const
const LAUNCHED = 0.0009
const REMOVED = 0.0005

/** Every object of the story with all that happens to it. `size` scales the number of services. */
export function buildFleet(calendar: Calendar, size: number): FleetObject[] {
  const services = TEAMS.flatMap((team) => servicesOf(team, calendar, size))
  return [...withBadRelease(services, calendar), ...specialObjects(calendar)]
}

function servicesOf(team: TeamStory, calendar: Calendar, size: number): FleetObject[] {
  const random = seededRandom(`${STORY.name} ${team.slug}`)
  const count = Math.max(4, Math.round(team.services * size))
  const names = namesOf(team, random)
  const births = Array.from({ length: count }, () => 0)
  for (let day = 2; day < calendar.days; day++)
    for (let i = 0; i < count; i++) if (random.chance(LAUNCHED * calendar.busy(day))) births.push(day)
  return births.flatMap((born, i) => {
    const name = names[i]
    return name === undefined ? [] : objectsOf(team, name, born, calendar)
  })
}

/** All names of a team in an order of their own. */
function namesOf({ stems }: TeamStory, random: Random): string[] {
  const names = SUFFIXES.flatMap((suffix) => stems.map((stem) => ({ name: `${stem}-${suffix}`, rank: random.next() })))
  return names.sort((a, b) => a.rank - b.rank).map(({ name }) => name)
}

/** A service's workload, and for a Deployment mostly its Service and sometimes its Ingress. */
function objectsOf(team: TeamStory, name: string, born: number, calendar: Calendar): FleetObject[] {
  const random = seededRandom(`${STORY.name} ${team.slug}/${name}`)
  const namespace = random.pick(team.namespaces)
  const clusters = CLUSTERS.filter(({ share }) => random.chance(share)).map((cluster) => cluster.name)
  const kind = random.weighted(team.slug === 'platform' ? PLATFORM_KINDS : KINDS)
  const isServed = kind === 'Deployment' && random.chance(0.5)
  const kinds = [kind, ...(isServed ? ['Service'] : []), ...(isServed && random.chance(0.25) ? ['Ingress'] : [])]
  const dies = deathDay(born, calendar, random)
  return kinds.map((each) => ({
    kind: each,
    namespace,
    name,
    clusters,
    history: historyOf({ kind: each, team, born, dies, calendar, random }),
  }))
}

function deathDay(born: number, calendar: Calendar, random: Random): number | undefined {
  for (let day = born + 3; day < calendar.days; day++) if (random.chance(REMOVED * calendar.busy(day))) return day
  return undefined
}

/** One team ships a template with faults in ten services at once, and repairs them one after the other. */
function withBadRelease(objects: FleetObject[], calendar: Calendar): FleetObject[] {
  const { team, services, faults } = DRAMA.badRelease
  const [from, to] = [calendar.moment('badRelease'), calendar.moment('badReleaseFixed')]
  const namespaces: readonly string[] = TEAMS.find(({ slug }) => slug === team)?.namespaces ?? []
  const isHit = ({ kind, namespace, clusters, history }: FleetObject) =>
    kind === 'Deployment' &&
    namespaces.includes(namespace) &&
    clusters.length === CLUSTERS.length &&
    history.every(({ day, faults: own }) => own?.length === 0 || day > to)
  const hit = objects.filter(isHit).slice(0, services)
  const repaired = (i: number) => from + 2 + Math.round((i * (to - from - 2)) / Math.max(hit.length - 1, 1))
  const rewritten = new Map(
    hit.map((object, i) => [
      object,
      [
        ...object.history.filter(({ day }) => day < from),
        { day: from, faults },
        { day: repaired(i), faults: [] },
        ...object.history.filter(({ day }) => day > to),
      ],
    ]),
  )
  return objects.map((object) => ({ ...object, history: rewritten.get(object) ?? object.history }))
}
