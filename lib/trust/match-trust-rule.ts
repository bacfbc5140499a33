import type { Workload } from './workload.ts'

export type StoredTrustRule = {
  id: string
  kind: Workload['kind']
  issuer: string
  audience: string
  sourceId: number
  repositoryId: string
  ownerId: string | null
  ref: string | null
  environment: string | null
  workflow: string | null
}

/**
 * The rules that a run satisfies, or the condition that came closest and failed. The condition is told by its name and by
 * what the run itself says: no rule of anybody else is given away.
 */
export function matchTrustRules<Rule extends StoredTrustRule>(
  rules: readonly Rule[],
  workload: Workload & { audiences: readonly string[] },
): { matched: Rule[] } | { failed: string } {
  const failures = rules.map((rule) => failureOf(rule, workload))
  const matched = rules.filter((_, n) => failures[n] === undefined)
  if (matched.length) return { matched }
  const furthest = ORDER.findLast((name) => failures.includes(name)) ?? 'repository'
  return { failed: WORDS[furthest](workload) }
}

const ORDER = ['repository', 'owner', 'audience', 'ref', 'environment', 'workflow'] as const
type Condition = (typeof ORDER)[number]

const WORDS: Record<Condition, (workload: Workload) => string> = {
  repository: ({ repository, repositoryId }) => `no rule trusts the repository ${repository} (${repositoryId})`,
  owner: ({ ownerId }) => `the rule of this repository is of another owner than ${ownerId}`,
  audience: () => 'the rule of this repository is for another audience than the one this token was asked for',
  ref: ({ ref }) => `the rule of this repository does not trust the ref ${ref}`,
  environment: ({ environment }) =>
    `the rule of this repository does not trust ${environment ? `the environment ${environment}` : 'a job without an environment'}`,
  workflow: ({ workflow }) =>
    `the rule of this repository does not trust ${workflow ? `the workflow ${workflow}` : 'a job that names no workflow'}`,
}

function failureOf(
  rule: StoredTrustRule,
  workload: Workload & { audiences: readonly string[] },
): Condition | undefined {
  if (rule.repositoryId !== workload.repositoryId) return 'repository'
  if (rule.ownerId !== null && rule.ownerId !== workload.ownerId) return 'owner'
  if (!workload.audiences.includes(rule.audience)) return 'audience'
  if (rule.ref !== null && !isRef(rule.ref, workload.refPath)) return 'ref'
  if (rule.environment !== null && rule.environment !== workload.environment) return 'environment'
  if (rule.workflow !== null && rule.workflow !== workload.workflow?.split('@')[0]) return 'workflow'
  return undefined
}

/** A pattern that does not begin with refs/ means branches. */
function isRef(pattern: string, refPath: string | undefined): boolean {
  const full = pattern.startsWith('refs/') ? pattern : `refs/heads/${pattern}`
  return full.endsWith('*') ? refPath?.startsWith(full.slice(0, -1)) === true : refPath === full
}
