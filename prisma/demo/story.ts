/** The demo as data: who is there, and what happens on which of the 90 days. Days count from 0; the last one ends at `until`. */
export const STORY = { name: 'ninety-days', version: 1, days: 90 } as const

export type TeamStory = {
  slug: string
  name: string
  /** Services at the start. */
  services: number
  /** How often its services have faults, compared with the others. */
  faults: number
  /** How fast it fixes them, compared with the others. */
  speed: number
  namespaces: readonly [string, ...string[]]
  stems: readonly [string, ...string[]]
}

export const TEAMS: readonly TeamStory[] = [
  {
    slug: 'checkout',
    name: 'Checkout',
    services: 130,
    faults: 0.95,
    speed: 1,
    namespaces: ['checkout', 'checkout-web', 'checkout-orders', 'checkout-stock', 'checkout-promo'],
    stems: [
      'cart',
      'basket',
      'promo',
      'voucher',
      'delivery',
      'address',
      'order',
      'stock',
      'receipt',
      'gift',
      'wishlist',
    ],
  },
  {
    slug: 'payments',
    name: 'Payments',
    services: 120,
    faults: 0.75,
    speed: 1.4,
    namespaces: ['payments', 'payments-batch', 'payments-cards', 'payments-risk', 'payments-gateway'],
    stems: ['card', 'refund', 'payout', 'dispute', 'tokenise', 'fraud', 'terminal', 'mandate', 'quote', 'limit'],
  },
  {
    slug: 'platform',
    name: 'Platform',
    services: 112,
    faults: 1,
    speed: 1.1,
    namespaces: ['platform', 'ingress-edge', 'monitoring', 'builds', 'secrets'],
    stems: [
      'edge',
      'dns',
      'metrics',
      'trace',
      'log',
      'certificate',
      'secret',
      'build',
      'artifact',
      'schedule',
      'quota',
    ],
  },
  {
    slug: 'data',
    name: 'Data',
    services: 108,
    faults: 1.2,
    speed: 0.8,
    namespaces: ['data', 'data-jobs', 'data-streams', 'data-reports'],
    stems: [
      'event',
      'warehouse',
      'feature',
      'report',
      'partition',
      'lineage',
      'catalogue',
      'stream',
      'sample',
      'export',
    ],
  },
  {
    slug: 'mobile',
    name: 'Mobile',
    services: 92,
    faults: 1.7,
    speed: 0.6,
    namespaces: ['mobile', 'mobile-push', 'mobile-media', 'mobile-sync'],
    stems: ['push', 'device', 'image', 'session', 'deeplink', 'widget', 'offline', 'sync', 'crash', 'release'],
  },
  {
    slug: 'search',
    name: 'Search',
    services: 78,
    faults: 1,
    speed: 1,
    namespaces: ['search', 'search-index', 'search-ranking'],
    stems: ['query', 'index', 'ranking', 'suggest', 'synonym', 'facet', 'crawl', 'geo'],
  },
  {
    slug: 'ledger',
    name: 'Ledger',
    services: 64,
    faults: 0.3,
    speed: 1.7,
    namespaces: ['ledger', 'ledger-posting', 'ledger-audit'],
    stems: ['journal', 'balance', 'invoice', 'rate', 'posting', 'audit', 'statement'],
  },
  {
    slug: 'identity',
    name: 'Identity',
    services: 56,
    faults: 0.45,
    speed: 1.5,
    namespaces: ['identity', 'identity-login', 'identity-directory'],
    stems: ['login', 'token', 'profile', 'consent', 'directory', 'passkey'],
  },
]

/** Rules beside the team labels of namespaces. */
export const TEAM_RULES: readonly { team: string; kind: 'namespace' | 'repository'; pattern: string }[] = [
  { team: 'platform', kind: 'namespace', pattern: 'default' },
  { team: 'platform', kind: 'namespace', pattern: 'ingress-*' },
  { team: 'data', kind: 'namespace', pattern: 'data*' },
  { team: 'payments', kind: 'repository', pattern: 'example/payments-*' },
  { team: 'platform', kind: 'repository', pattern: 'example/network-*' },
  { team: 'data', kind: 'repository', pattern: 'example/data-*' },
]

export type ClusterStory = {
  name: string
  environment: string
  reportApi: 'wgpolicyk8s.io/v1alpha2' | 'openreports.io/v1alpha1'
  /** Working days after which a change arrives here. */
  lag: number
  /** Share of the services that run here. */
  share: number
  /** Share of the Deployments whose ReplicaSet and Pods have reports too. */
  withPods: number
  /** Whether the owners of Pods may be listed; where not, names must do. */
  listsOwners: boolean
  /** Constraints that match every namespace. */
  constraints: readonly string[]
  /** Constraints that match only the namespaces of the pilot. */
  piloted: readonly string[]
}

/** The namespaces of the teams that try a constraint first. */
export const PILOT: readonly string[] = TEAMS.filter(({ slug }) =>
  ['identity', 'ledger', 'payments'].includes(slug),
).flatMap(({ namespaces }) => namespaces)

export const CLUSTERS: readonly ClusterStory[] = [
  {
    name: 'staging',
    environment: 'staging',
    reportApi: 'wgpolicyk8s.io/v1alpha2',
    lag: 0,
    share: 0.85,
    withPods: 0.1,
    listsOwners: false,
    constraints: ['workloads-have-team', 'ingresses-use-tls'],
    piloted: ['images-are-pinned', 'services-have-probes'],
  },
  {
    name: 'prod-eu',
    environment: 'production',
    reportApi: 'wgpolicyk8s.io/v1alpha2',
    lag: 1,
    share: 1,
    withPods: 0.3,
    listsOwners: true,
    constraints: [
      'images-are-pinned',
      'images-from-company-registry',
      'ingresses-use-tls',
      'namespaces-have-team',
      'no-administrator-grants',
      'pods-stay-off-the-node',
      'services-stay-internal',
    ],
    piloted: ['containers-run-as-non-root', 'two-replicas'],
  },
  {
    name: 'prod-us',
    environment: 'production',
    reportApi: 'openreports.io/v1alpha1',
    lag: 2,
    share: 0.8,
    withPods: 0,
    listsOwners: true,
    constraints: [
      'images-from-company-registry',
      'ingresses-use-tls',
      'no-administrator-grants',
      'pods-stay-off-the-node',
      'services-stay-internal',
    ],
    piloted: ['containers-run-as-non-root', 'memory-ceiling'],
  },
]

/** What happens, on which day of the 90. A shorter story has the same moments, closer together. */
export const MOMENTS = {
  policyIntroduced: 20,
  adminGranted: 25,
  exceptionGranted: 28,
  firstLegacyRemoved: 30,
  adminRevoked: 33,
  badRelease: 35,
  badReleaseFixed: 45,
  campaignStarts: 36,
  clusterUpgrade: 47,
  contactExceptionEnds: 50,
  debugShellLeft: 52,
  debugShellRemoved: 55,
  enforced: 56,
  logExceptionEnds: 61,
  constraintRemoved: 63,
  auditAnnounced: 66,
  wildcardRoleRemoved: 70,
  sourceSilent: 78,
  portalSwitchedOff: 82,
  auditPrepared: 85,
} as const
export type Moment = keyof typeof MOMENTS

export const DRAMA = {
  policyIntroduced: 'require-owner-contact',
  badRelease: { team: 'mobile', services: 10, faults: ['latest-tag-no-limits', 'token-mounted'] },
  /** The constraint that goes from audit to enforce; the Kyverno policy of the same purpose does too. */
  enforced: { constraint: 'containers-run-as-non-root' },
  clusterUpgrade: { cluster: 'prod-us', shareRead: 0.6 },
  constraintRemoved: { cluster: 'prod-us', constraint: 'memory-ceiling' },
  debugShell: { cluster: 'prod-us', namespace: 'default' },
  silent: 'staging',
} as const

type Campaign = { faults: readonly string[]; starts: Moment; ends: Moment }

/** Times in which everybody works on some faults. At the end none is left, and none comes back. */
export const CAMPAIGNS: readonly Campaign[] = [
  { faults: ['root-user', 'root-no-limits', 'latest-tag-root'], starts: 'campaignStarts', ends: 'enforced' },
  {
    faults: [
      'privileged',
      'host-network',
      'host-ports',
      'extra-capabilities',
      'foreign-registry',
      'bad-sidecar',
      'nodeport',
      'loadbalancer',
      'plain',
    ],
    starts: 'auditAnnounced',
    ends: 'auditPrepared',
  },
]

type ExceptionStory = { clusters: readonly string[]; from?: Moment; ends: Moment | { daysLater: number } }

/** The exception objects by name. One that ended is still there; Kyverno honours only the end of those that have a field for it. */
export const EXCEPTIONS: Readonly<Record<string, ExceptionStory>> = {
  'node-agent-host-access': { clusters: ['staging', 'prod-eu', 'prod-us'], ends: { daysLater: 72 } },
  'log-shipper-pod-logs': { clusters: ['prod-eu', 'prod-us'], ends: 'logExceptionEnds' },
  'cms-preview-token': { clusters: ['prod-eu', 'prod-us'], from: 'exceptionGranted', ends: { daysLater: 100 } },
  'legacy-portal-contact': { clusters: ['prod-eu', 'prod-us'], from: 'policyIntroduced', ends: { daysLater: 56 } },
  'wallet-api-contact': { clusters: ['prod-eu', 'prod-us'], from: 'policyIntroduced', ends: 'contactExceptionEnds' },
}
