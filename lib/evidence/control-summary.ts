import type { ControlState } from '#lib/controls/control-state.ts'
import { coverageOf } from '#lib/controls/coverage.ts'
import type { Summary } from './bundle-manifest.ts'
import type { WrittenControl } from './write-controls.ts'

/** The states at the end, by environment and framework. Headings are left out: they only group others. */
export function controlSummary(controls: WrittenControl[], environments: string[]): Summary['controls'] {
  const byFramework = Map.groupBy(
    controls.filter(({ record }) => record.automation !== 'rollup'),
    ({ record }) => record.framework,
  )
  return environments.flatMap((environment) =>
    [...byFramework].map(([framework, own]) => {
      const ends = own.flatMap(({ periods }) => periods.get(environment)?.end ?? [])
      const count = (state: ControlState) => ends.filter((end) => end.state === state).length
      const { coverage, conformance } = coverageOf(
        ends.map(({ state, exceptions }) => ({ state, ...(exceptions && { exceptions: true as const }) })),
      )
      return {
        environment,
        framework,
        counts: {
          pass: count('pass'),
          passWithExceptions: conformance.withExceptions,
          partial: count('partial'),
          fail: count('fail'),
          notAssessed: count('not_assessed'),
          inherited: count('inherited'),
          notApplicable: count('not_applicable'),
        },
        coverage,
        conformance,
      }
    }),
  )
}
