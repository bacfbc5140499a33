import type { SuiteFacts } from './test-case.ts'

const MAX_WARNINGS = 20

/** Where the counters of suites disagree with their cases. Counters are never believed: many tools write wrong ones. */
export function compareCounts(suites: readonly SuiteFacts[]): string[] {
  const warnings = suites.flatMap(({ name, declared, counted }) => {
    const wrong = (['tests', 'failures', 'errors', 'skipped'] as const).filter(
      (counter) => declared[counter] !== undefined && declared[counter] !== counted[counter],
    )
    if (wrong.length === 0) return []
    const said = wrong.map((counter) => `${counter} ${declared[counter]} declared, ${counted[counter]} listed`)
    return [`suite "${name.slice(0, 100)}": ${said.join('; ')}`]
  })
  if (warnings.length <= MAX_WARNINGS) return warnings
  return [...warnings.slice(0, MAX_WARNINGS), `${warnings.length - MAX_WARNINGS} more suites with wrong counters`]
}
