import { hash } from 'node:crypto'
import { RULE_VERSION } from '#lib/controls/derive-state.ts'
import { ruleSha256 } from '#lib/controls/rule-sha256.ts'
import type { BundleExport } from './bundle-export.ts'
import type { BundleSources } from './bundle-sources.ts'
import type { CatalogRecords } from './catalog-records.ts'
import { DERIVATION_TEXT } from './derivation-text.ts'
import { formatJson } from './format-json.ts'
import { safeNames } from './safe-names.ts'
import type { Question } from './snapshot.ts'

export type WrittenScope = {
  derivation: { version: string; sha256: string }
  mapping: { version: string; sha256: string }
  /** Versions of rule and mapping set that states of the period were derived with. */
  used: UsedVersion[]
}
type UsedVersion = { ruleVersion: string; mappingVersion: string; from: string; to: string; days: number }

const JSON_FILE = { role: 'scope', mediaType: 'application/json' }

/** Writes what the bundle is about: window, sources, teams, catalogues, mapping set, and the rule of states. */
export async function writeScope(
  work: BundleExport,
  { outside }: BundleSources,
  catalog: CatalogRecords,
  environments: string[],
): Promise<WrittenScope> {
  const { writer, window, sources, scope, snapshot } = work
  const teams = await snapshot.rows<{ slug: string; name: string }>(TEAMS, [
    scope.teams === 'all' ? null : [...scope.teams],
  ])
  await writer.add(
    'scope/period.json',
    formatJson({
      period: { start: window.start, end: window.end },
      timeZone: 'UTC',
      asOf: window.asOf,
      coveredUntil: window.cutoff,
      days: { inPeriod: window.dayCount, begun: window.days.length },
      scopeOfExport: scopeWords(work),
      environments,
      sources: {
        in: sources.map(({ name, folder, kind, environment, repository, createdAt, removedAt }) => ({
          name,
          folder,
          kind,
          environment,
          repository,
          createdAt,
          removedAt,
        })),
        out: outside,
      },
      teams,
    }),
    JSON_FILE,
  )
  await writeCatalogs(work, catalog)

  const mappingText = formatJson(mappingDocument(catalog))
  const mapping = {
    version: [...new Set([...catalog.mappings.values()].map(({ version }) => version))].sort().join(','),
    sha256: hash('sha256', mappingText, 'hex'),
  }
  await writer.add(`scope/mapping@${mapping.sha256.slice(0, 16)}.json`, mappingText, JSON_FILE)

  const derivation = { version: RULE_VERSION, sha256: await ruleSha256() }
  const used = await snapshot.rows<UsedVersion>(USED, [window.days[0], window.lastDay, environments])
  await writer.add('scope/derivation.md', DERIVATION_TEXT, { role: 'scope', mediaType: 'text/markdown' })
  await writer.add(
    'scope/derivation-version.json',
    formatJson({ rule: derivation, mapping, usedInPeriod: used }),
    JSON_FILE,
  )
  return { derivation, mapping, used }
}

/** What an export was limited to, in words. */
export function scopeWords({ scope }: Pick<BundleExport, 'scope'>): string {
  const parts = [
    ...(scope.sources === 'all' ? [] : [`${scope.sources.length} sources`]),
    ...(scope.teams === 'all' ? [] : [`${scope.teams.length} teams`]),
    ...(scope.frameworks === 'all' ? [] : [`frameworks ${[...scope.frameworks].sort().join(', ')}`]),
    ...(scope.audit ? [`audit ${scope.audit}`] : []),
  ]
  return parts.length ? parts.join(', ') : 'everything'
}

async function writeCatalogs({ writer }: BundleExport, { frameworks, controls }: CatalogRecords): Promise<void> {
  const names = safeNames(frameworks.map(({ id }) => id))
  for (const framework of frameworks) {
    const own = controls.filter((control) => control.framework === framework.id)
    await writer.add(
      `scope/catalogs/${names.get(framework.id)}.json`,
      formatJson({ ...framework, controls: own.map(({ framework: _, ...control }) => control) }),
      JSON_FILE,
    )
  }
}

function mappingDocument({ mappings, mappingsOf }: CatalogRecords) {
  const byMapping = Map.groupBy([...mappingsOf.values()].flat(), ({ mapping }) => mapping)
  return {
    entries: [...mappings.values()].map((entry) => ({
      ...entry,
      controls: (byMapping.get(entry.id) ?? [])
        .map(({ framework, control, basis, sources }) => ({ control: `${framework}:${control}`, basis, sources }))
        .sort((a, b) => (a.control < b.control ? -1 : 1)),
    })),
  }
}

const TEAMS: Question = {
  name: 'teams',
  about: 'The teams in scope. $1 teams or null for all.',
  sql: `SELECT slug, name FROM team WHERE $1::int[] IS NULL OR id = ANY ($1::int[]) ORDER BY slug COLLATE "C"`,
}

const USED: Question = {
  name: 'derivation-versions',
  about:
    'Versions of rule and mapping set that the stored states were derived with. $1 first day, $2 last day, $3 environments.',
  sql: `
SELECT rule_version AS "ruleVersion", mapping_version AS "mappingVersion", min(day) AS "from", max(day) AS "to",
       count(DISTINCT day) AS days
FROM control_state_day
WHERE day >= $1::date AND day <= $2::date AND environment = ANY ($3::text[])
GROUP BY rule_version, mapping_version ORDER BY min(day), rule_version COLLATE "C", mapping_version COLLATE "C"`,
}
