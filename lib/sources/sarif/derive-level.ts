import { asIndex, asObject, asObjects, asText, type JsonObject } from '#lib/sources/ci/json-value.ts'
import type { Kind, Level } from './facts.ts'
import type { RuleBook } from './find-rule.ts'

const KINDS: readonly Kind[] = ['pass', 'open', 'informational', 'notApplicable', 'review', 'fail']
const LEVELS: readonly Level[] = ['none', 'note', 'warning', 'error']

export const parseKind = (value: unknown): Kind | undefined => KINDS.find((kind) => kind === value)
export const parseLevel = (value: unknown): Level | undefined => LEVELS.find((level) => level === value)

export type DeriveLevel = (result: JsonObject, kind: Kind, rule: JsonObject | undefined) => Level

/**
 * The level of a result (SARIF 2.1.0 section 3.27.10): stated; else what its invocation configured for the rule; else the
 * rule's default; else `warning`. Only failures have one.
 */
export function createLevelDerivation(run: JsonObject, rules: RuleBook): DeriveLevel {
  const overrides = asObjects(run.invocations).map((invocation) => overridesOf(invocation, rules))

  return (result, kind, rule) => {
    if (kind !== 'fail') return 'none'
    const stated = parseLevel(result.level)
    if (stated) return stated
    const invocation = asIndex(asObject(result.provenance)?.invocationIndex) ?? (overrides.length === 1 ? 0 : -1)
    return (rule && (overrides[invocation]?.get(rule) ?? defaultLevel(rule))) ?? 'warning'
  }
}

export const defaultLevel = (rule: JsonObject | undefined): Level | undefined =>
  parseLevel(asObject(rule?.defaultConfiguration)?.level)

function overridesOf(invocation: JsonObject, rules: RuleBook): Map<JsonObject, Level> {
  const levels = new Map<JsonObject, Level>()
  for (const override of asObjects(invocation.ruleConfigurationOverrides)) {
    const descriptor = asObject(override.descriptor)
    const rule = descriptor && rules.resolve(descriptor)
    const level = parseLevel(asText(asObject(override.configuration)?.level))
    if (rule && level) levels.set(rule, level)
  }
  return levels
}
