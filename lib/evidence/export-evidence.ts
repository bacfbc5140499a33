import type { Scope } from '#lib/domain/scope.ts'
import { bundleCompleteness } from './bundle-completeness.ts'
import type { BundleExport, CheckName } from './bundle-export.ts'
import type { Manifest, Omission } from './bundle-manifest.ts'
import { type BundleSource, bundleSources } from './bundle-sources.ts'
import { catalogRecords } from './catalog-records.ts'
import { controlFeeds } from './control-feeds.ts'
import { controlSummary } from './control-summary.ts'
import { exceptionRegister } from './exception-register.ts'
import { feedCoverage } from './feed-coverage.ts'
import { indexCsv } from './index-csv.ts'
import { indexPage } from './index-page.ts'
import { queriesText } from './queries-text.ts'
import { scanCounts } from './scan-counts.ts'
import type { Question } from './snapshot.ts'
import { writeControlDays } from './write-control-days.ts'
import { writeControls } from './write-controls.ts'
import { writeCoverage } from './write-coverage.ts'
import { writeExceptions } from './write-exceptions.ts'
import { writeMetrics } from './write-metrics.ts'
import { writeOriginals } from './write-originals.ts'
import { writeResults } from './write-results.ts'
import { scopeWords, type WrittenScope, writeScope } from './write-scope.ts'

type Given = Pick<BundleExport, 'snapshot' | 'writer' | 'window' | 'progress'> & { scope: Scope }
type Identity = Pick<Manifest, 'sequence' | 'kind' | 'org' | 'generator'>
export type ExportedEvidence = Pick<Manifest, 'scope' | 'derivation' | 'mapping' | 'completeness' | 'summary'>

/** Writes every file of a bundle that comes from the database, and says how complete they are. */
export async function exportEvidence(given: Given, identity: Identity): Promise<ExportedEvidence> {
  const sources = await bundleSources(given.snapshot, given.scope, given.window)
  const checks = await given.snapshot.rows<CheckName & { id: number }>(CHECKS)
  const work: BundleExport = {
    ...given,
    sources: sources.inside,
    isTeamLimited: given.scope.teams !== 'all',
    checks: new Map(checks.map(({ id, ...check }) => [id, check])),
  }
  const { writer } = work
  const catalog = await catalogRecords(work)
  const environments = await environmentsOf(work, sources.inside)
  const feeds = await controlFeeds(work)
  const coverage = await feedCoverage(work)
  const register = await exceptionRegister(work, catalog)

  const scope = await writeScope(work, sources, catalog, environments)
  const results = await writeResults(work)
  const damaged = work.isTeamLimited ? [] : await writeOriginals(work)
  const controls = await writeControls(work, { catalog, feeds, register, environments })
  await writeControlDays(work, catalog, environments)
  await writeExceptions(work, register)
  await writeMetrics(work)

  const counts = await scanCounts(work, results.changes)
  const omissions = [...damaged, ...lostVersions(scope)]
  const completeness = bundleCompleteness(work, { coverage, counts, feeds, omissions })
  await writeCoverage(work, { coverage, counts, completeness })
  await writer.add('coverage/queries.sql', queriesText(work.snapshot.asked()), {
    role: 'coverage',
    mediaType: 'application/sql',
  })

  const summary = {
    controls: controlSummary(controls, environments),
    sources: work.sources.length,
    openFindings: results.openFindings,
  }
  const facts = { scope: scopeWords(work), completeness, summary }
  await writer.add('index.csv', each(indexCsv(controls, environments)), { role: 'index', mediaType: 'text/csv' })
  const page = indexPage({ work, head: { ...identity, ...facts }, controls, environments, catalog, coverage })
  await writer.add('index.html', each(page), { role: 'index', mediaType: 'text/html' })
  return { ...facts, derivation: scope.derivation, mapping: scope.mapping }
}

/** Those of the sources that the scope has as a whole; without a limit also those that only stored states still know. */
async function environmentsOf({ snapshot, scope, window }: BundleExport, sources: BundleSource[]): Promise<string[]> {
  const whole = scope.wholeEnvironments
  const found = new Set(
    sources.flatMap(({ environment }) => (whole === 'all' || whole.includes(environment) ? [environment] : [])),
  )
  if (scope.sources === 'all')
    for (const { environment } of await snapshot.rows<{ environment: string }>(ENVIRONMENTS, [
      window.days[0],
      window.lastDay,
    ]))
      found.add(environment)
  return [...found].sort()
}

/** States derived with a rule or mapping set of which the text is not kept cannot be derived again from the bundle. */
function lostVersions({ derivation, mapping, used }: WrittenScope): Omission[] {
  return used.flatMap(({ ruleVersion, mappingVersion, from, to }) => {
    const lost = [
      ...(ruleVersion === derivation.version ? [] : [`rule version ${ruleVersion}`]),
      ...(mappingVersion === mapping.version ? [] : [`mapping set ${mappingVersion || 'without a version'}`]),
    ]
    if (!lost.length) return []
    return [
      {
        what: `the text of ${lost.join(' and ')}`,
        from: `${from}T00:00:00.000Z`,
        to: `${to}T23:59:59.999Z`,
        reason: 'states of these days were derived with it, and only the present version is kept',
      },
    ]
  })
}

async function* each(lines: Iterable<string>) {
  yield* lines
}

const CHECKS: Question = {
  name: 'checks',
  about: 'Every check: its names.',
  sql: `SELECT id, engine, policy, rule, title FROM policy_check ORDER BY engine COLLATE "C", policy COLLATE "C", rule COLLATE "C"`,
}

const ENVIRONMENTS: Question = {
  name: 'environments',
  about: 'Environments with stored states. $1 first day, $2 last day.',
  sql: `SELECT DISTINCT environment FROM control_state_day WHERE day >= $1::date AND day <= $2::date ORDER BY environment`,
}
