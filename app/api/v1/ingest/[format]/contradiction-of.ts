import type { Workload } from '#lib/trust/workload.ts'

export type Claims = Pick<Workload, 'repository' | 'commit' | 'ref' | 'refPath' | 'run'>

type Said = Partial<Record<'repository' | 'commit' | 'ref' | 'run', string | undefined>>

/**
 * What an upload says of itself otherwise than the token of its run does, in words. A commit may be shortened, a ref be in
 * full, and a run go without its attempt.
 */
export function contradictionOf(said: Said, claims: Claims): string | undefined {
  const { repository, commit, ref, refPath, run } = claims
  const agrees = {
    repository: said.repository?.toLowerCase() === repository.toLowerCase(),
    commit: said.commit !== undefined && commit.startsWith(said.commit.toLowerCase()),
    ref: said.ref === ref || said.ref === refPath,
    run: said.run === run || said.run === run.split('-')[0],
  }
  for (const name of ['repository', 'commit', 'ref', 'run'] as const)
    if (said[name] !== undefined && !agrees[name])
      return `The token of this run says ${name} ${claims[name]}; leave ${name}= out, or say the same.`
  return undefined
}
