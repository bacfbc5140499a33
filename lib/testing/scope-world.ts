import { assignOwnership } from '#lib/commands/assign-ownership.ts'
import { loadCatalogs } from '#lib/commands/load-catalogs.ts'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import type { Db } from '#lib/db/connect.ts'
import { program } from '#lib/domain/actor.ts'
import type { StatedPolicy } from '#lib/domain/policy.ts'
import type { StatedEvent } from '#lib/domain/stated-event.ts'
import { uuidOf } from '#lib/domain/subject-key.ts'
import { recordEvents } from '#lib/ingest/record-events.ts'
import { recordPolicies } from '#lib/ingest/record-policies.ts'
import { refreshRollups } from '#lib/metrics/refresh-rollups.ts'
import { recordResults, testCheck, testSubject } from './record-results.ts'

/** The parts a world can be made of; what a part adds has its name in every text. */
export const PARTS = [
  'eu-pay',
  'eu-search',
  'eu-nobody',
  'ci-pay',
  'staging-search',
  'earlier',
  'later',
  'records',
] as const
export type Part = (typeof PARTS)[number]

export const SOURCES = { eu: 1, ci: 2, staging: 3 } as const
export const TEAMS = { payments: 1, search: 2 } as const
export const day = (n: number, hour = 6): Date => new Date(Date.UTC(2026, 9, n, hour))
/** "Now" of a world, after all of its days. */
export const WORLD_NOW = day(6, 12)
const DAYS = [1, 2, 3, 4, 5]

type Spec = {
  source: keyof typeof SOURCES
  policy: string
  namespace: string
  team?: keyof typeof TEAMS
  from: number
  to: number
}
/** Mapped to controls, so that states and failing findings of controls are there. */
const SHARED = 'disallow-privileged-containers'

const SPECS: Record<Exclude<Part, 'records'>, Spec> = {
  'eu-pay': { source: 'eu', policy: 'disallow-host-path', namespace: 'payments', team: 'payments', from: 1, to: 5 },
  'eu-search': { source: 'eu', policy: 'disallow-capabilities', namespace: 'search', team: 'search', from: 1, to: 5 },
  'eu-nobody': { source: 'eu', policy: 'disallow-host-ports', namespace: 'lost', from: 1, to: 5 },
  'ci-pay': {
    source: 'ci',
    policy: 'restrict-seccomp-strict',
    namespace: 'payments',
    team: 'payments',
    from: 1,
    to: 5,
  },
  'staging-search': {
    source: 'staging',
    policy: 'disallow-host-namespaces',
    namespace: 'search',
    team: 'search',
    from: 1,
    to: 5,
  },
  earlier: { source: 'eu', policy: SHARED, namespace: 'search', team: 'search', from: 1, to: 1 },
  later: { source: 'eu', policy: 'disallow-selinux', namespace: 'search', team: 'search', from: 5, to: 5 },
}
const ENVIRONMENTS = { eu: 'production', ci: 'build', staging: 'staging' } as const
/**
 * Five days of up to three sources and two teams through the real ingest, made of some parts. Numbers that the database
 * gives are fixed, so that two worlds differ in what their parts add and in nothing else.
 */
export async function recordWorld(db: Db, parts: readonly Part[]): Promise<void> {
  await loadCatalogs(db, day(1))
  const specs = parts.flatMap((part) => (part === 'records' ? [] : [{ part, ...SPECS[part] }]))
  await makePlaces(db, specs)
  for (const n of DAYS) {
    for (const source of ['eu', 'ci', 'staging'] as const) {
      const here = specs.filter((spec) => spec.source === source)
      if (here.length) await recordDay(db, source, here, n)
    }
    await assignOwnership(db, day(n, 9))
    await refreshRollups(db, day(n, 23))
  }
  await db.sql.query(
    `INSERT INTO scan_rejected SELECT source_id, scan_id, 1, 'report.json', '/items/0', source_id || ' is not readable' FROM scan`,
  )
  if (parts.includes('records')) await makeRecords(db)
}

/** Staging has an engine of its own. */
const engineOf = (source: keyof typeof SOURCES): string => (source === 'staging' ? 'gatekeeper' : 'kyverno')

type Placed = Spec & { part: Exclude<Part, 'records'> }

async function makePlaces(db: Db, specs: Placed[]): Promise<void> {
  for (const [name, id] of Object.entries(SOURCES))
    if (specs.some(({ source }) => source === name))
      await db.sql.query(
        `INSERT INTO source (id, name, kind, environment, repository, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
        [
          id,
          name,
          name === 'ci' ? 'pipeline' : 'cluster',
          ENVIRONMENTS[name as keyof typeof SOURCES],
          name === 'ci' ? 'shop/pay' : null,
          day(1, 0),
        ],
      )
  for (const [slug, id] of Object.entries(TEAMS))
    if (specs.some(({ team }) => team === slug)) {
      await db.sql.query('INSERT INTO team (id, slug, name, created_at) VALUES ($1, $2, $2, $3)', [id, slug, day(1, 0)])
      await db.sql.query(`INSERT INTO team_rule (team_id, kind, pattern, position) VALUES ($1, 'namespace', $2, $1)`, [
        id,
        slug,
      ])
    }
  const checks = [
    { id: 1, engine: 'kyverno', policy: SHARED, title: 'shared' },
    ...specs.flatMap(({ part, policy, source }) =>
      policy === SHARED
        ? []
        : [{ id: 2 + PARTS.indexOf(part), engine: engineOf(source), policy, title: `${part} check` }],
    ),
  ]
  for (const { id, engine, policy, title } of checks)
    await db.sql.query(
      `INSERT INTO policy_check (id, engine, policy, rule, title, severity, first_at) VALUES ($1, $2, $3, '', $4, 2, $5)`,
      [id, engine, policy, title, day(1, 0)],
    )
}

async function recordDay(db: Db, source: keyof typeof SOURCES, specs: Placed[], n: number): Promise<void> {
  const scan = (specsThen: Placed[], at: Date) =>
    recordResults(db, {
      source,
      kind: source === 'ci' ? 'pipeline' : 'cluster',
      environment: ENVIRONMENTS[source],
      at,
      results: specsThen.flatMap((spec) => resultsOf(spec, n, specs)),
      exceptions: specsThen.map(({ part, namespace }) => ({
        kind: 'policy-exception',
        name: `${part}-exception`,
        namespace,
        checks: [part],
        scope: part,
        reason: `${part} is being moved`,
      })),
    })
  const present = specs.filter(({ from, to }) => n >= from && n <= to)
  // What is gone before the evening was there for some hours only.
  if (present.length) await scan(present, day(n))
  const staying = present.filter(({ part }) => part !== 'earlier')
  if (staying.length && staying.length < present.length) await scan(staying, day(n, 7))
  if (source === 'ci') return
  await recordPolicies(db, policyReading(source, present, n))
  await recordEvents(db, eventReading(source, present, n))
}

/** Each part's policy enforces in its own namespace, and from the third day only audits elsewhere. */
function policyReading(source: keyof typeof SOURCES, specs: Placed[], n: number) {
  const elsewhere = n < 3 ? ('enforce' as const) : ('audit' as const)
  const policies = specs
    .filter(({ policy }) => policy !== SHARED)
    .map(
      ({ part, policy, namespace }): StatedPolicy => ({
        engine: engineOf(source),
        policy,
        group: 'kyverno.io',
        kind: 'ClusterPolicy',
        namespace: '',
        name: policy,
        rules: [
          {
            rule: '',
            modes: [
              { place: namespace, mode: 'enforce', said: `${part} Enforce` },
              { place: '', mode: elsewhere, said: `${part} ${elsewhere}` },
            ],
          },
        ],
        isWholePolicy: true,
        exempt: [{ by: 'exclude', what: part }],
        troubles: [],
        isAsCreated: false,
        object: { part },
      }),
    )
  return { sourceId: SOURCES[source], at: day(n, 8), complete: true, policies }
}

/** Each part has one event a day. */
function eventReading(source: keyof typeof SOURCES, specs: Placed[], n: number) {
  const events = specs.map(
    ({ part, policy, namespace }): StatedEvent => ({
      report: `${namespace}/${part}`,
      check: { ...testCheck(policy), engine: policy === SHARED ? 'kyverno' : engineOf(source) },
      subject: testSubject(`${part}-api`, namespace),
      severity: 'high',
      message: `${part}: happened`,
      digest: uuidOf(`${part} ${n}`).replaceAll('-', ''),
    }),
  )
  return { sourceId: SOURCES[source], at: day(n, 8), complete: true, events }
}

function resultsOf({ part, policy, namespace, source }: Placed, n: number, beside: Placed[]) {
  const subject = testSubject(`${part}-api`, namespace)
  // What comes later also fixes something of before.
  const isFixed = part === 'eu-search' && n === 5 && beside.some((spec) => spec.part === 'later')
  const own = { ...testCheck(policy), engine: engineOf(source) }
  const text = { message: `${part}: not allowed here` }
  return [
    { check: testCheck(SHARED), subject, outcome: 'fail' as const, ...text },
    ...(policy === SHARED
      ? []
      : [{ check: own, subject, outcome: isFixed ? ('pass' as const) : ('fail' as const), ...text }]),
    { check: testCheck(SHARED), subject: testSubject(`${part}-web`, namespace), outcome: 'pass' as const, ...text },
    // Open on the second day only, so that there is a past.
    {
      check: own,
      subject: testSubject(`${part}-web`, namespace),
      outcome: n === 2 ? ('fail' as const) : ('pass' as const),
      ...text,
    },
    {
      check: testCheck(SHARED),
      subject: testSubject(`${part}-old`, namespace),
      outcome: 'fail' as const,
      exceptions: [`${part}-exception`],
      ...text,
    },
  ]
}

/** What belongs to nobody's rows: only who may see everything sees it. */
async function makeRecords(db: Db): Promise<void> {
  const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`
  await db.sql.query(
    `INSERT INTO bundle (id, sequence, kind, period_start, period_end, state, requested_by, requested_at)
     VALUES ($1, 1, 'monthly', $2, $3, 'queued', 'records@example.com', $3)`,
    [id(1), day(1, 0), day(5, 0)],
  )
  await db.sql.query(
    `INSERT INTO token (id, name, kind, source_id, sha256, hint, created_at, expires_at) VALUES
       ($1, 'records-eu', 'ingest', $3, 'a', 'mnt_a…', $4, $5), ($2, 'records-read', 'read', NULL, 'b', 'mnt_b…', $4, $5)`,
    [id(2), id(3), SOURCES.eu, day(1, 0), day(30, 0)],
  )
  await db.sql.query(
    `INSERT INTO audit (id, name, window_from, window_to, expires_at, created_by, created_at)
     VALUES ($1, 'records audit', $2, $3, $3, 'records@example.com', $2)`,
    [id(4), day(1, 0), day(30, 0)],
  )
  await db.sql.query(
    `INSERT INTO "user" (id, name, email, role, audit_id) VALUES ('records', 'records', 'records@example.com', 'auditor', $1)`,
    [id(4)],
  )
  await db.sql.query(
    `INSERT INTO identity_provider (id, name, issuer, client_id, created_at) VALUES ('records', 'records', 'https://id.example.com', 'records', $1)`,
    [day(1, 0)],
  )
  await db.sql.query(
    `INSERT INTO trust_rule (id, kind, issuer, audience, source_id, repository_id, created_by, created_at)
     VALUES ($1, 'github', 'https://ci.example.com', 'records', $2, '1', 'records@example.com', $3)`,
    [id(5), SOURCES.eu, day(1, 0)],
  )
  await writeAuditRow(db.sql, { at: day(2), by: program('cli'), action: 'records.made', object: 'records:1' })
}
