import type { OwnerLinks } from '#lib/domain/owner-workload.ts'
import type { StatedPolicy } from '#lib/domain/policy.ts'
import type { Scan } from '#lib/ingest/scan.ts'
import { apiGroup } from '#lib/sources/api-group.ts'
import type { Calendar } from './calendar.ts'
import type { Captured, ExceptionObject, PolicyText } from './captured.ts'
import { clusterState, type LiveObject } from './cluster-state.ts'
import { constraintFile } from './constraint-file.ts'
import { exceptionFile } from './exception-file.ts'
import type { FleetObject } from './fleet.ts'
import { policiesOn } from './policy-texts.ts'
import { reportFiles } from './report-files.ts'
import { type ClusterStory, DRAMA } from './story.ts'
import { variantsOf } from './variants.ts'

type World = {
  fleet: readonly FleetObject[]
  captured: Captured
  exceptions: readonly ExceptionObject[]
  policies: readonly PolicyText[]
  calendar: Calendar
}

/** Minutes before the story's hour at which a cluster is read, on every day and on the last one. */
const DAILY = [6]
const ON_LAST_DAY = [1_260, 900, 540, 240, 6]
const MONDAY = 1
const EXPECTED_EVERY = 86_400
/** Minutes between the evaluation of what changed and the day's first reading. */
const EVALUATED_BEFORE = 20

/** When a cluster is read: once a day, often on the last day, and no more once it is silent. */
export function readingTimes(cluster: ClusterStory, calendar: Calendar): { day: number; at: Date }[] {
  const silentFrom = cluster.name === DRAMA.silent ? calendar.moment('sourceSilent') : calendar.days
  const days = Math.min(silentFrom, calendar.days)
  return Array.from({ length: days }, (_, day) => day).flatMap((day) =>
    readingMinutes(day, calendar).map((minutes) => ({ day, at: calendar.at(day, minutes) })),
  )
}

const readingMinutes = (day: number, { days }: Calendar) => (day === days - 1 ? ON_LAST_DAY : DAILY)

/** Reads one cluster of the story, day after day: what its reports and its constraints say at a time. */
export function clusterReader(cluster: ClusterStory, { fleet, captured, exceptions, policies, calendar }: World) {
  const state = clusterState(cluster, fleet, calendar)
  const variantOf = variantsOf(captured)
  const reports = reportFiles(cluster, variantOf)
  const constraints = constraintFile(cluster, { constraints: captured.constraints, variantOf, calendar })
  const policyIntroduced = calendar.moment('policyIntroduced')
  let reached = -1

  const advanceTo = (day: number) => {
    for (; reached < day; reached++) {
      const next = reached + 1
      const at = calendar.at(next, (readingMinutes(next, calendar)[0] ?? 0) + EVALUATED_BEFORE)
      const arrived = state.advance(next)
      const isIntroduced = next === policyIntroduced
      const changed = isIntroduced ? [...arrived, ...[...state.live.values()].map(({ id }) => id)] : arrived
      const without = new Set(next < policyIntroduced ? [DRAMA.policyIntroduced] : [])
      reports.evaluate({ live: state.live, changed, at, without })
      constraints.audit({ live: state.live, changed: arrived })
    }
  }

  return {
    /** What the policies of the cluster say of themselves on a day. */
    policies: (day: number): StatedPolicy[] =>
      policiesOn(day, { texts: policies, constraints: constraints.inPlace(day), calendar }),

    /** The scans of one reading. The days must come in order; those left out are caught up on. */
    read(day: number, at: Date, sourceId: number): Scan[] {
      advanceTo(day)
      const isUpgrade = cluster.name === DRAMA.clusterUpgrade.cluster && day === calendar.moment('clusterUpgrade')
      const listing = {
        now: at,
        keepsBodies: day === 0 || isUpgrade || at.getUTCDay() === MONDAY || day === calendar.days - 1,
      }
      const { files, namespaces } = reports.list(listing, isUpgrade ? DRAMA.clusterUpgrade.shareRead : 1)
      const owners = cluster.listsOwners ? { owners: ownerLinks(state.live) } : {}
      const common = { sourceId, observedAt: at, receivedAt: at, identity: at.toISOString(), ...owners }
      const exceptionList = exceptionFile(exceptions, cluster, { day, calendar, listing })
      const reportScan: Scan = {
        ...common,
        feed: { kind: 'policy-report', scope: '', expectedEverySeconds: EXPECTED_EVERY },
        complete: true,
        files: [...files, exceptionList],
        exceptionsComplete: true,
      }
      if (isUpgrade) {
        const reason = `the server answered 503 after ${files.length} of ${namespaces} namespaces`
        return [{ ...reportScan, complete: false, reason, degraded: reason }]
      }
      const constraintScan: Scan = {
        ...common,
        feed: { kind: 'gatekeeper', scope: '', expectedEverySeconds: EXPECTED_EVERY },
        complete: true,
        files: [constraints.list(listing, day)],
      }
      return [reportScan, constraintScan]
    },
  }
}

function ownerLinks(live: ReadonlyMap<string, LiveObject>): OwnerLinks {
  return [...live.values()].flatMap(({ owned }) =>
    owned.map(({ place, ownedBy }) => ({
      kind: place.kind,
      namespace: place.namespace,
      name: place.name,
      owner: { group: apiGroup(ownedBy.apiVersion), kind: ownedBy.kind, name: ownedBy.name },
    })),
  )
}
