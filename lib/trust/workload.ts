import { z } from 'zod'
import type { TrustKind } from '#lib/domain/trust-rule.ts'

/** What a pipeline's own token says of the run that has it, whichever kind it is. */
export type Workload = {
  kind: TrustKind
  issuer: string
  jti: string
  expiresAt: Date
  repositoryId: string
  ownerId: string
  /** Names are for people: they can be given to others. */
  repository: string
  ref: string
  /** The ref in full, `refs/heads/main`, so that a tag is not taken for a branch of its name; undefined when that is not told. */
  refPath: string | undefined
  environment: string | undefined
  workflow: string | undefined
  commit: string
  run: string
  startedBy: string | undefined
}

const Text = z.string().min(1).max(1_000)
const Common = { iss: Text, jti: Text, exp: z.number() }
const Sha = z.string().regex(/^[0-9a-f]{40,64}$/)

/** Ids are strings in both; `sub` is not read at all, since its form can be changed by the owner. */
const GitHub = z.object({
  ...Common,
  repository_id: Text,
  repository_owner_id: Text,
  repository: Text,
  ref: Text,
  sha: Sha,
  run_id: Text,
  run_attempt: Text.optional(),
  environment: Text.optional(),
  job_workflow_ref: Text.optional(),
  actor: Text.optional(),
})
const GitLab = z.object({
  ...Common,
  project_id: Text,
  namespace_id: Text,
  project_path: Text,
  ref: Text,
  ref_type: Text.optional(),
  ref_path: Text.optional(),
  sha: Sha,
  pipeline_id: Text,
  job_id: Text,
  environment: Text.optional(),
  ci_config_ref_uri: Text.optional(),
  user_login: Text.optional(),
})

/** The claims of a verified token; undefined with the name of the first one that is missing or of another type. */
export function workloadOf(kind: TrustKind, claims: unknown): Workload | { missing: string } {
  if (kind === 'github') {
    const parsed = GitHub.safeParse(claims)
    if (!parsed.success) return { missing: firstPath(parsed.error) }
    const c = parsed.data
    return {
      ...common(kind, c),
      repositoryId: c.repository_id,
      ownerId: c.repository_owner_id,
      repository: c.repository,
      ref: c.ref,
      refPath: c.ref,
      environment: c.environment,
      workflow: c.job_workflow_ref,
      commit: c.sha,
      run: `${c.run_id}-${c.run_attempt ?? '1'}`,
      startedBy: c.actor,
    }
  }
  const parsed = GitLab.safeParse(claims)
  if (!parsed.success) return { missing: firstPath(parsed.error) }
  const c = parsed.data
  return {
    ...common(kind, c),
    repositoryId: c.project_id,
    ownerId: c.namespace_id,
    repository: c.project_path,
    ref: c.ref,
    refPath: c.ref_path ?? fullRef(c),
    environment: c.environment,
    workflow: c.ci_config_ref_uri,
    commit: c.sha,
    run: c.pipeline_id,
    startedBy: c.user_login,
  }
}

const common = (kind: TrustKind, { iss, jti, exp }: { iss: string; jti: string; exp: number }) => ({
  kind,
  issuer: iss,
  jti,
  expiresAt: new Date(exp * 1_000),
})

const fullRef = ({ ref, ref_type }: { ref: string; ref_type?: string | undefined }): string | undefined =>
  ref_type === 'branch' ? `refs/heads/${ref}` : ref_type === 'tag' ? `refs/tags/${ref}` : undefined

const firstPath = (error: z.ZodError): string => error.issues[0]?.path.join('.') ?? ''
