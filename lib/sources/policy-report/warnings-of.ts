import type { Check } from '#lib/domain/result.ts'

const GATEKEEPER_POLICY = /^gatekeeper-/

/**
 * What a person should know of how the reports came about. `nameless` counts results about objects without a name, `stale`
 * those that background scans left behind.
 */
export function warningsOf(
  checks: readonly Check[],
  { nameless, stale }: { nameless: number; stale: number },
): string[] {
  const engines = new Set(checks.map((check) => check.engine))
  const hasKyverno = [...engines].some((engine) => engine.startsWith('kyverno'))
  const isGenerated = ({ engine, policy }: Check) =>
    engine === 'validatingadmissionpolicy' && GATEKEEPER_POLICY.test(policy)
  return [
    ...(hasKyverno && engines.has('kubewarden')
      ? ['Kyverno and Kubewarden give their reports the same names, so each may overwrite those of the other']
      : []),
    ...(checks.some(isGenerated)
      ? ['policies that Gatekeeper generated are judged here: its constraints may state the same violations']
      : []),
    ...(stale > 0
      ? [
          `${stale} ${stale === 1 ? 'failure is' : 'failures are'} over 6 hours older than the newest result of the same report: the policy may match no more`,
        ]
      : []),
    ...(nameless > 0 ? [`${nameless} ${nameless === 1 ? 'result names' : 'results name'} no object`] : []),
  ]
}
