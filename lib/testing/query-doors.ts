import type { Db } from '#lib/db/connect.ts'
import { AuditLogFilter } from '#lib/domain/audit-log-filter.ts'
import { CheckFilter } from '#lib/domain/check-filter.ts'
import { ExceptionFilter } from '#lib/domain/exception-filter.ts'
import { FindingFilter } from '#lib/domain/finding-filter.ts'
import type { FindingKey } from '#lib/domain/finding-key.ts'
import { METRIC_GROUPS, METRICS } from '#lib/domain/metric-filter.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { SubjectFilter } from '#lib/domain/subject-filter.ts'
import { countExceptions } from '#lib/queries/count-exceptions.ts'
import { countFindings, countFindingsBySeverity } from '#lib/queries/count-findings.ts'
import { facetFindings } from '#lib/queries/facet-findings.ts'
import { getAudit } from '#lib/queries/get-audit.ts'
import { getBundle } from '#lib/queries/get-bundle.ts'
import { getCheck } from '#lib/queries/get-check.ts'
import { getControl } from '#lib/queries/get-control.ts'
import { getFinding } from '#lib/queries/get-finding.ts'
import { getFindingOriginal } from '#lib/queries/get-finding-original.ts'
import { getFreshness } from '#lib/queries/get-freshness.ts'
import { getMetrics } from '#lib/queries/get-metrics.ts'
import { getOpenBySeverity } from '#lib/queries/get-open-by-severity.ts'
import { getOpenTrend } from '#lib/queries/get-open-trend.ts'
import { getRaw } from '#lib/queries/get-raw.ts'
import { getStateDay } from '#lib/queries/get-state-day.ts'
import { getUser } from '#lib/queries/get-user.ts'
import { getWeeklyFlow } from '#lib/queries/get-weekly-flow.ts'
import { listAuditActions } from '#lib/queries/list-audit-actions.ts'
import { listAuditLog } from '#lib/queries/list-audit-log.ts'
import { listAuditPeople } from '#lib/queries/list-audit-people.ts'
import { listAudits } from '#lib/queries/list-audits.ts'
import { listBundles } from '#lib/queries/list-bundles.ts'
import { listCheckControls } from '#lib/queries/list-check-controls.ts'
import { listCheckDays } from '#lib/queries/list-check-days.ts'
import { listCheckExceptions } from '#lib/queries/list-check-exceptions.ts'
import { listCheckModes } from '#lib/queries/list-check-modes.ts'
import { listCheckPlaces } from '#lib/queries/list-check-places.ts'
import { listCheckPolicies } from '#lib/queries/list-check-policies.ts'
import { listChecks } from '#lib/queries/list-checks.ts'
import { listControlChecks } from '#lib/queries/list-control-checks.ts'
import { listControlEvidence } from '#lib/queries/list-control-evidence.ts'
import { listControlExceptions } from '#lib/queries/list-control-exceptions.ts'
import { listControlHistory } from '#lib/queries/list-control-history.ts'
import { listControlStates } from '#lib/queries/list-control-states.ts'
import { listEnvironments } from '#lib/queries/list-environments.ts'
import { listEventDays } from '#lib/queries/list-event-days.ts'
import { listExceptions } from '#lib/queries/list-exceptions.ts'
import { listExemptions } from '#lib/queries/list-exemptions.ts'
import { listFilterOptions } from '#lib/queries/list-filter-options.ts'
import { listFindingControls } from '#lib/queries/list-finding-controls.ts'
import { listFindingEpisodes } from '#lib/queries/list-finding-episodes.ts'
import { listFindingEvents } from '#lib/queries/list-finding-events.ts'
import { listFindingExceptions } from '#lib/queries/list-finding-exceptions.ts'
import { listFindings } from '#lib/queries/list-findings.ts'
import { listFrameworks } from '#lib/queries/list-frameworks.ts'
import { listIdentityProviders } from '#lib/queries/list-identity-providers.ts'
import { listIdleMappings } from '#lib/queries/list-idle-mappings.ts'
import { listLimitOptions } from '#lib/queries/list-limit-options.ts'
import { listMetricPoints } from '#lib/queries/list-metric-points.ts'
import { listPlaces } from '#lib/queries/list-places.ts'
import { listRejected } from '#lib/queries/list-rejected.ts'
import { listScanFiles } from '#lib/queries/list-scan-files.ts'
import { listScans } from '#lib/queries/list-scans.ts'
import { listSources } from '#lib/queries/list-sources.ts'
import { listSubjects } from '#lib/queries/list-subjects.ts'
import { listTeamRates } from '#lib/queries/list-team-rates.ts'
import { listTeamRules } from '#lib/queries/list-team-rules.ts'
import { listTeams } from '#lib/queries/list-teams.ts'
import { listTokens } from '#lib/queries/list-tokens.ts'
import { listTrustRules } from '#lib/queries/list-trust-rules.ts'
import { listUnsureFeeds } from '#lib/queries/list-unsure-feeds.ts'
import { listUsers } from '#lib/queries/list-users.ts'
import { listWorstChecks } from '#lib/queries/list-worst-checks.ts'
import { WORLD_NOW as now, SOURCES, TEAMS } from './scope-world.ts'

/** Everything a query can be asked of a world, all in one answer; what answers nothing is left out. */
export type Door = (db: Db, scope: Scope) => Promise<unknown>

const environments = ['production', 'build', 'staging']
const control = { framework: 'soc2', control: 'CC6.8' }
const other = { framework: 'pci-dss-4.0.1', control: '2.2.1' }
const places = [control, other].flatMap((one) => environments.map((environment) => ({ ...one, environment })))
const finding = (given: object) => FindingFilter.parse(given)
const exception = (given: object) => ExceptionFilter.parse(given)
const FINDING_FILTERS = [
  {},
  { state: 'closed' },
  { state: 'any' },
  { state: 'excepted' },
  { q: 'search' },
  { team: 'search' },
  { source: 'staging' },
  { ...control },
  { state: 'any', on: '2026-10-02' },
].map(finding)
const EXCEPTION_FILTERS = [{}, { state: 'all' }, { q: 'search' }, { source: 'staging' }].map(exception)
const CHECK_FILTERS = [
  {},
  { q: 'search' },
  { source: 'staging' },
  { mode: 'enforce' },
  { mode: 'unknown' },
  { mapped: 'yes', sort: 'name' },
].map((given) => CheckFilter.parse(given))
const CHECK_IDS = Array.from({ length: 12 }, (_, i) => i + 1)
const SUBJECT_FILTERS = [{}, { state: 'all' }, { q: 'search' }, { team: 'search' }, { source: 'staging' }].map(
  (given) => SubjectFilter.parse(given),
)
const METRIC_QUESTIONS = METRICS.flatMap((name) =>
  METRIC_GROUPS.filter((by) => by !== 'severity' || name === 'open').flatMap((by) =>
    (['day', 'week'] as const).map((step) => ({ name, by, step, from: '2026-09-30', to: '2026-10-06' })),
  ),
)
const parts = [
  {},
  ...Object.values(TEAMS).map((teamId) => ({ teamId })),
  ...Object.values(SOURCES).map((sourceId) => ({ sourceId })),
]

/** A door for every query that takes a scope. The scope matrix fails while one is missing. */
export const QUERY_DOORS: Record<string, Door> = {
  countExceptions: each(EXCEPTION_FILTERS, (db, scope, filter) => countExceptions(db, scope, filter, now)),
  countFindings: each(FINDING_FILTERS, (db, scope, filter) => countFindings(db, scope, filter, now)),
  countFindingsBySeverity: each(FINDING_FILTERS, (db, scope, filter) =>
    countFindingsBySeverity(db, scope, filter, now),
  ),
  facetFindings: each(FINDING_FILTERS, (db, scope, filter) => facetFindings(db, scope, filter, now)),
  getAudit: eachRow<{ id: string }>('SELECT id FROM audit', (db, scope, { id }) => getAudit(db, scope, id)),
  getBundle: eachRow<{ id: string }>('SELECT id FROM bundle', (db, scope, { id }) => getBundle(db, scope, id)),
  getCheck: each(CHECK_IDS, getCheck),
  getControl: each(places, (db, scope, place) => getControl(db, scope, { ...place, day: '2026-10-03' })),
  getFinding: eachKey(getFinding),
  getFindingOriginal: eachKey((db, scope, key) => getFindingOriginal(db, scope, key, undefined)),
  getFreshness: (db, scope) => getFreshness(db, scope, now),
  getMetrics: (db, scope) => getMetrics(db, scope, now),
  getOpenBySeverity: each(parts, (db, scope, part) => getOpenBySeverity(db, scope, { now, ...part })),
  getOpenTrend: each(parts, (db, scope, part) => getOpenTrend(db, scope, { days: 10, now, ...part })),
  getRaw: eachRow<{ sourceId: number; digest: string }>(
    'SELECT source_id AS "sourceId", digest FROM raw ORDER BY 1, first_at, 2',
    getRaw,
  ),
  getStateDay: each(environments, (db, scope, environment) =>
    getStateDay(db, scope, { environment, asOf: '2026-10-06' }),
  ),
  getUser: eachRow<{ id: string }>('SELECT id FROM "user"', (db, scope, { id }) => getUser(db, scope, id)),
  getWeeklyFlow: each(parts, (db, scope, part) => getWeeklyFlow(db, scope, { weeks: 2, now, ...part })),
  listAuditPeople: eachRow<{ id: string }>('SELECT id FROM audit', (db, scope, { id }) =>
    listAuditPeople(db, scope, id),
  ),
  listAudits,
  listAuditActions,
  listAuditLog: (db, scope) => listAuditLog(db, scope, AuditLogFilter.parse({})),
  listBundles,
  listCheckControls: (db, scope) => listCheckControls(db, scope, CHECK_IDS),
  listCheckDays: each(CHECK_IDS, (db, scope, checkId) => listCheckDays(db, scope, { checkId, days: 8, now })),
  listCheckExceptions: each(CHECK_IDS, (db, scope, checkId) => listCheckExceptions(db, scope, { checkId, limit: 50 })),
  listCheckModes: each(CHECK_IDS, listCheckModes),
  listCheckPlaces: each(CHECK_IDS, (db, scope, checkId) => listCheckPlaces(db, scope, { checkId, limit: 50 })),
  listCheckPolicies: each(CHECK_IDS, (db, scope, checkId) => listCheckPolicies(db, scope, { checkId, limit: 50 })),
  listChecks: each(CHECK_FILTERS, (db, scope, filter) => listChecks(db, scope, filter, now)),
  listControlChecks: each([control, other], listControlChecks),
  listControlEvidence: each(places, (db, scope, place) =>
    listControlEvidence(db, scope, { ...place, day: '2026-10-03', limit: 50 }),
  ),
  listControlExceptions: each(places, listControlExceptions),
  listControlHistory: each(places, (db, scope, place) =>
    listControlHistory(db, scope, { ...place, until: '2026-10-06', days: 8 }),
  ),
  listControlStates: each(places, (db, scope, { framework, environment }) =>
    listControlStates(db, scope, { framework, environment, day: '2026-10-03' }),
  ),
  listEnvironments,
  listEventDays: each(parts, (db, scope, part) => listEventDays(db, scope, { ...part, days: 30, now, limit: 50 })),
  listExceptions: each(EXCEPTION_FILTERS, (db, scope, filter) => listExceptions(db, scope, filter, now)),
  listExemptions: each(Object.values(SOURCES), (db, scope, sourceId) =>
    listExemptions(db, scope, { sourceId, limit: 50 }),
  ),
  listFilterOptions,
  listFindingControls: each([1, 2, 3, 4], (db, scope, checkId) =>
    listFindingControls(db, scope, { checkId, environment: 'production' }),
  ),
  listFindingEpisodes: eachKey(listFindingEpisodes),
  listFindingEvents: eachKey(listFindingEvents),
  listFindingExceptions: eachKey(listFindingExceptions),
  listFindings: each(FINDING_FILTERS, (db, scope, filter) => listFindings(db, scope, filter, now)),
  listFrameworks: each(environments, (db, scope, environment) =>
    listFrameworks(db, scope, { environment, day: '2026-10-03' }),
  ),
  listIdentityProviders,
  listIdleMappings: each([control, other], listIdleMappings),
  listLimitOptions,
  listMetricPoints: each(METRIC_QUESTIONS, (db, scope, asked) => listMetricPoints(db, scope, asked)),
  listPlaces: each([0, ...Object.values(TEAMS)], (db, scope, teamId) => listPlaces(db, scope, { teamId, limit: 50 })),
  listRejected: eachScan((db, scope, scan) => listRejected(db, scope, { ...scan, limit: 50 })),
  listScanFiles: eachScan((db, scope, scan) => listScanFiles(db, scope, { ...scan, limit: 50 })),
  listScans: each(Object.values(SOURCES), (db, scope, sourceId) => listScans(db, scope, { sourceId, limit: 50 })),
  listSources: (db, scope) => listSources(db, scope, { now }),
  listSubjects: each(SUBJECT_FILTERS, (db, scope, filter) => listSubjects(db, scope, { ...filter, limit: 50 })),
  listTeamRates: (db, scope) => listTeamRates(db, scope, now),
  listTeamRules,
  listTeams: (db, scope) => listTeams(db, scope, { now }),
  listTokens: (db, scope) => listTokens(db, scope, {}, now),
  listTrustRules: (db, scope) => listTrustRules(db, scope, {}),
  listUnsureFeeds: (db, scope) => listUnsureFeeds(db, scope, {}, now),
  listUsers: (db, scope) => listUsers(db, scope, {}),
  listWorstChecks: each(parts, (db, scope, part) => listWorstChecks(db, scope, { limit: 20, ...part })),
}

function each<Asked>(all: readonly Asked[], ask: (db: Db, scope: Scope, asked: Asked) => Promise<unknown>): Door {
  return async (db, scope) => {
    const answers: unknown[] = []
    for (const asked of all) answers.push(await ask(db, scope, asked))
    return answers
  }
}

/** Asks for every row of a question, seen or not: an id that is guessed must open nothing. */
function eachRow<Row extends object>(sql: string, ask: (db: Db, scope: Scope, row: Row) => Promise<unknown>): Door {
  return async (db, scope) => {
    const { rows } = await db.sql.query<Row>(sql)
    const answers = await each(rows, ask)(db, scope)
    return (answers as unknown[]).filter((answer) => answer !== undefined && !(Array.isArray(answer) && !answer.length))
  }
}

function eachKey(ask: (db: Db, scope: Scope, key: FindingKey) => Promise<unknown>): Door {
  return eachRow<FindingKey>(
    `SELECT DISTINCT source_id AS "sourceId", feed_id AS "feedId", subject, check_id AS "checkId", part FROM (
       SELECT source_id, feed_id, subject, check_id, part FROM finding UNION ALL
       SELECT source_id, feed_id, subject, check_id, part FROM finding_excepted) f ORDER BY 1, 2, 3, 4, 5`,
    ask,
  )
}

function eachScan(ask: (db: Db, scope: Scope, scan: { sourceId: number; scanId: string }) => Promise<unknown>): Door {
  return eachRow('SELECT source_id AS "sourceId", scan_id AS "scanId" FROM scan ORDER BY source_id, observed_at', ask)
}
