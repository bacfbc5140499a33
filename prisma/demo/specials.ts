import type { Calendar } from './calendar.ts'
import type { FleetObject } from './fleet.ts'
import type { Version } from './history.ts'
import { CLUSTERS, DRAMA, type Moment, TEAMS } from './story.ts'

const ALL = CLUSTERS.map(({ name }) => name)
const PRODUCTION = CLUSTERS.filter(({ environment }) => environment === 'production').map(({ name }) => name)
const WITHOUT_TEAM = ['default', 'sandbox']

/** Namespaces, roles, what is excepted, and the objects that a turn of the story is about. */
export function specialObjects(calendar: Calendar): FleetObject[] {
  return [...namespaces(), ...roles(), ...excepted(calendar), ...turns(calendar)]
}

const still = (kind: string, namespace: string, name: string, faults: string[] = [], clusters = ALL): FleetObject => ({
  kind,
  namespace,
  name,
  clusters,
  history: [{ day: 0, faults }],
})

const teamNamespaces = () => TEAMS.flatMap(({ namespaces }) => namespaces)

function namespaces(): FleetObject[] {
  const open = WITHOUT_TEAM.map((name) =>
    still('Namespace', '', name, ['open'], name === 'sandbox' ? [DRAMA.silent] : ALL),
  )
  return [...teamNamespaces().map((name) => still('Namespace', '', name)), ...open]
}

const roles = (): FleetObject[] =>
  teamNamespaces().flatMap((namespace) =>
    ['config-reader', 'on-call'].flatMap((name) => [
      still('Role', namespace, name),
      still('RoleBinding', namespace, name),
    ]),
  )

/** An object at once everywhere, with other faults from day to day; without faults where it is gone. */
const turning = (
  [kind, namespace, name]: [string, string, string],
  clusters: readonly string[],
  ...history: Version[]
): FleetObject => ({ kind, namespace, name, clusters, history, isImmediate: true })

/** A fault that starts with `excepted:` is the captured result of the archetype with the exceptions in force. */
function excepted({ moment }: Calendar): FleetObject[] {
  const switchedOff = { day: moment('portalSwitchedOff'), faults: undefined }
  return [
    still('DaemonSet', 'platform', 'node-agent', ['excepted:node-agent']),
    still('DaemonSet', 'platform', 'log-shipper', ['excepted:log-shipper'], PRODUCTION),
    turning(
      ['Deployment', 'checkout', 'legacy-portal'],
      PRODUCTION,
      { day: 0, faults: ['excepted:legacy'] },
      switchedOff,
    ),
    turning(['Ingress', 'checkout', 'legacy-portal'], PRODUCTION, { day: 0, faults: ['plain'] }, switchedOff),
    turning(
      ['Deployment', 'checkout', 'cms-preview'],
      PRODUCTION,
      { day: 0, faults: ['token-mounted'] },
      { day: moment('exceptionGranted'), faults: ['excepted:token-mounted'] },
    ),
    turning(
      ['Deployment', 'payments', 'wallet-api'],
      PRODUCTION,
      { day: 0, faults: ['excepted:no-contact'] },
      { day: moment('contactExceptionEnds'), faults: ['no-contact'] },
    ),
  ]
}

function turns({ moment }: Calendar): FleetObject[] {
  const { cluster, namespace } = DRAMA.debugShell
  const until = (name: Moment): Version => ({ day: moment(name), faults: undefined })
  return [
    still('Deployment', 'default', 'redirector', ['default-namespace'], PRODUCTION),
    ...['demo-shop', 'load-test', 'trial-queue', 'hack-week'].map((name) =>
      still('Deployment', 'sandbox', name, ['no-limits-no-liveness', 'no-team-label'], [DRAMA.silent]),
    ),
    turning(['Deployment', 'mobile', 'sync-legacy'], ALL, { day: 0, faults: ['legacy'] }, until('firstLegacyRemoved')),
    turning(
      ['ClusterRole', '', 'ops-superuser'],
      PRODUCTION,
      { day: 0, faults: ['wildcard'] },
      until('wildcardRoleRemoved'),
    ),
    turning(
      ['ClusterRoleBinding', '', 'deployer-admin'],
      ['prod-eu'],
      { day: moment('adminGranted'), faults: ['cluster-admin'] },
      until('adminRevoked'),
    ),
    turning(
      ['Pod', namespace, 'debug-shell'],
      [cluster],
      { day: moment('debugShellLeft'), faults: ['debug-shell'] },
      until('debugShellRemoved'),
    ),
  ]
}
