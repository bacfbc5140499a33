import type { TrustKind } from '#lib/domain/trust-rule.ts'

export const TRUST_NAME: Record<TrustKind, string> = { github: 'GitHub Actions', gitlab: 'GitLab' }

type Conditions = { ref: string | null; environment: string | null; workflow: string | null }

/** What a rule asks for beside the repository, in words. */
export function conditionWords({ ref, environment, workflow }: Conditions): string {
  const refWords = ref && (ref.startsWith('refs/') ? `ref ${ref}` : `branch ${ref}`)
  const parts = [refWords, environment && `environment ${environment}`, workflow && `workflow ${workflow}`]
  return parts.filter(Boolean).join(', ') || 'any ref'
}
