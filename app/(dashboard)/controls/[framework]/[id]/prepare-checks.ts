import type { ControlPart } from '#lib/controls/control-part.ts'
import { checkText } from '#lib/domain/check-text.ts'
import type { Severity } from '#lib/domain/severity.ts'
import type { ControlCheck } from '#lib/queries/list-control-checks.ts'

type Mapping = ControlCheck['mappings'][number]
export type CheckLine = {
  key: string
  /** `engine/policy/rule`; undefined for a class of checks. */
  check: string | undefined
  title: string
  severity: Severity | undefined
  mappings: readonly Mapping[]
  /** What it came to in this environment on the day; undefined when it had no results there. */
  part: ControlPart | undefined
}

const BADNESS = ['fail', 'at_risk', 'error', 'stale', 'incomplete', 'excepted', 'no_data', 'pass']

/** The checks of a control with what they came to, worst first. A class of checks (`CVE-*`) is one line. */
export function prepareChecks(checks: readonly ControlCheck[], parts: readonly ControlPart[]): CheckLine[] {
  const byCheck = new Map(parts.flatMap((part) => ('checkId' in part ? [[part.checkId, part] as const] : [])))
  const byMapping = new Map(parts.flatMap((part) => ('mappingId' in part ? [[part.mappingId, part] as const] : [])))
  const classes = new Map(
    checks.flatMap(({ mappings }) => mappings.filter(({ isClass }) => isClass)).map((mapping) => [mapping.id, mapping]),
  )
  const lines: CheckLine[] = [
    ...checks
      .filter(({ mappings }) => mappings.some(({ isClass }) => !isClass))
      .map((check) => ({
        key: String(check.checkId),
        check: checkText(check),
        title: check.title ?? check.policy,
        severity: check.severity,
        mappings: check.mappings.filter(({ isClass }) => !isClass),
        part: byCheck.get(check.checkId),
      })),
    ...[...classes.values()].map((mapping) => {
      const part = byMapping.get(mapping.id)
      const count = part && 'checks' in part ? ` (${part.checks} checks)` : ''
      return {
        key: mapping.id,
        check: undefined,
        title: `${mapping.title}${count}`,
        severity: undefined,
        mappings: [mapping],
        part,
      }
    }),
  ]
  const rank = ({ part }: CheckLine) => (part ? BADNESS.indexOf(part.st) : BADNESS.length)
  return lines.sort(
    (a, b) => rank(a) - rank(b) || (b.part?.fail ?? 0) - (a.part?.fail ?? 0) || a.title.localeCompare(b.title, 'en'),
  )
}
