import type { Check } from '#lib/domain/result.ts'
import type { MappingMatch } from './mapping-entry.ts'

type IndexedMapping = { id: string; match: MappingMatch }
type Family = MappingMatch['source']

/** Mapping entries by what they match, made once for many checks. */
export type MappingIndex = {
  named: Map<string, { id: string; rule: string }[]>
  prefixes: { family: Family; prefix: string; id: string }[]
}

const ANY_RULE = '*'
const keyOf = (family: Family, name: string) => `${family}\0${name}`

export function indexMappings(mappings: Iterable<IndexedMapping>): MappingIndex {
  const index: MappingIndex = { named: new Map(), prefixes: [] }
  for (const { id, match } of mappings) {
    const add = (name: string, rule = ANY_RULE) => {
      const key = keyOf(match.source, name)
      const known = index.named.get(key)
      if (known) known.push({ id, rule })
      else index.named.set(key, [{ id, rule }])
    }
    if ('policy' in match) add(match.policy, match.rule)
    else if ('constraint_kind' in match) add(match.constraint_kind)
    else if ('control' in match) add(match.control)
    else if (isPrefix(match)) index.prefixes.push({ family: match.source, prefix: match.check.slice(0, -1), id })
    else for (const name of new Set([match.check, ...(match.aliases ?? [])])) add(name)
  }
  return index
}

/** An entry for a whole class of checks (`CVE-*`): its checks come and go, so they count as one part of a control. */
const isPrefix = (match: MappingMatch): boolean => 'check' in match && match.check.endsWith('*')

/** The keys of the mapping entries that speak for a check, sorted. A check that nothing names has none. */
export function mappingsFor(
  check: Pick<Check, 'engine' | 'policy' | 'rule' | 'category'>,
  index: MappingIndex,
): string[] {
  const family = familyOf(check.engine)
  if (!family) return []
  const found = new Set<string>()
  const take = (source: Family, name: string) => {
    for (const { id, rule } of index.named.get(keyOf(source, name)) ?? [])
      if (rule === ANY_RULE || rule === check.rule) found.add(id)
  }
  if (family === 'kyverno') {
    if (!isAnotherPolicy(check)) take('kyverno', lastSegment(check.policy))
    if (/^pod security standards\b/i.test(check.category ?? '')) take('pod-security-standards', check.rule)
  } else if (family === 'gatekeeper') take('gatekeeper', check.policy)
  else
    for (const name of namesOf(check)) {
      take(family, name)
      for (const { family: source, prefix, id } of index.prefixes)
        if (source === family && name.startsWith(prefix)) found.add(id)
    }
  return [...found].sort()
}

/** The id of a scanner's check is its policy in one format and its rule in another. */
function namesOf({ engine, policy, rule }: Pick<Check, 'engine' | 'policy' | 'rule'>): Set<string> {
  const names = new Set([policy, rule].filter(Boolean))
  // A leaked secret has an id of its own (`aws-access-key-id`): only the engine says that it is one.
  if (engine.toLowerCase() === 'trivy exposedsecrets') names.add(`SECRET-${rule}`)
  return names
}

/** The policy types of Kyverno share the names of the public policies; native admission policies do not. */
const FAMILIES = new Map<string, Family>(
  Object.entries({
    kyverno: 'kyverno',
    kyvernovalidatingpolicy: 'kyverno',
    kyvernoimagevalidatingpolicy: 'kyverno',
    kyvernomutatingpolicy: 'kyverno',
    kyvernogeneratingpolicy: 'kyverno',
    gatekeeper: 'gatekeeper',
    'pod-security-standards': 'pod-security-standards',
    checkov: 'checkov',
    bridgecrew: 'checkov',
    trivy: 'trivy',
    kubescape: 'kubescape',
  } satisfies Record<string, Family>),
)

function familyOf(engine: string): Family | undefined {
  const name = engine.toLowerCase()
  return FAMILIES.get(name) ?? (name.startsWith('trivy ') ? 'trivy' : undefined)
}

/** A namespaced policy is written `namespace/name`. */
const lastSegment = (policy: string): string => policy.slice(policy.lastIndexOf('/') + 1)

/** Two public policies are named `restrict-annotations`; the entry is about the one for NGINX Ingress. */
const isAnotherPolicy = ({ policy, category }: Pick<Check, 'policy' | 'category'>): boolean =>
  lastSegment(policy) === 'restrict-annotations' && !/nginx/i.test(category ?? '')
