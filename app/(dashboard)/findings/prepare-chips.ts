import { CLOSE_REASON_WORDS } from '#app/_ui/closing-words.ts'
import type { FilterChip } from '#app/_ui/filter-chips.tsx'
import { type FindingFilter, NO_TEAM } from '#lib/domain/finding-filter.ts'
import type { FindingFacets } from '#lib/queries/facet-findings.ts'
import { findingsPageHref } from './findings-page-href.ts'

const NAMES = {
  q: 'contains',
  source: 'source',
  environment: 'environment',
  team: 'team',
  severity: 'severity',
  status: 'status',
  check: 'check',
  policy: 'policy',
  engine: 'engine',
  namespace: 'namespace',
  kind: 'kind',
  framework: 'framework',
  control: 'control',
  exception: 'exception',
  reason: 'closed because',
  cause: 'opened because',
  opened: 'opened',
  closed: 'closed',
  on: 'open at the end of',
  due: 'due',
} satisfies Partial<Record<keyof FindingFilter, string>>
type Name = keyof typeof NAMES

/** The filters that are on, in words, each with the address without it. */
export function prepareChips(filter: FindingFilter, facets: FindingFacets): FilterChip[] {
  return (Object.keys(NAMES) as Name[]).flatMap((name) => {
    const value = filter[name]
    if (value === undefined) return []
    // Without its framework a control stands for nothing.
    const gone = name === 'framework' ? { framework: undefined, control: undefined } : { [name]: undefined }
    return [{ name: NAMES[name], value: wordsOf(name, filter, facets), without: findingsPageHref(filter, gone) }]
  })
}

function wordsOf(name: Name, filter: FindingFilter, { checks, teams }: FindingFacets): string {
  const value = String(filter[name])
  if (name === 'check') return checks.find((check) => check.value === value)?.label ?? value
  if (name === 'team')
    return value === NO_TEAM ? 'nobody' : (teams.find((team) => team.value === value)?.label ?? value)
  if (name === 'reason') return (filter.reason ?? []).map((reason) => CLOSE_REASON_WORDS[reason]).join(' or ')
  if (name === 'opened' || name === 'closed') return periodWords(value)
  return value.replaceAll(',', ' or ')
}

const periodWords = (period: string): string =>
  period.includes('..') ? period.replace('..', ' to ') : `in the last ${period.slice(0, -1)} days`
