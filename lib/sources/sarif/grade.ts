import type { Severity } from '#lib/domain/severity.ts'
import { asObject, type JsonObject } from '#lib/sources/ci/json-value.ts'
import { parseSeverity } from '#lib/sources/ci/parse-severity.ts'
import { defaultLevel } from './derive-level.ts'
import type { Facts, Level } from './facts.ts'
import type { Producer } from './producer.ts'

const OF_LEVEL: Record<Level, Severity> = { error: 'high', warning: 'medium', note: 'low', none: 'info' }

/** The severity the tool itself gives: in words of its own, or as `security-severity`. */
export const statedSeverity = (facts: Facts, producer: Producer): Severity | undefined =>
  producer.grade?.(facts) ?? inProperties(facts.result) ?? inProperties(facts.rule)

/** The severity of a rule as such, for the check it makes. */
export function ruleSeverity(rule: JsonObject | undefined, producer: Producer): Severity | undefined {
  const level = producer.levelIsNoSeverity ? undefined : defaultLevel(rule)
  return inProperties(rule) ?? (level && OF_LEVEL[level])
}

/** The severity of a result: as stated, else by level. A kind without level falls back to its rule. */
export function grade(facts: Facts, producer: Producer, stated: Severity | undefined): Severity {
  if (stated) return stated
  if (producer.levelIsNoSeverity) return 'unknown'
  if (facts.kind === 'fail') return OF_LEVEL[facts.level]
  const level = defaultLevel(facts.rule)
  return level ? OF_LEVEL[level] : 'unknown'
}

function inProperties(holder: JsonObject | undefined): Severity | undefined {
  const properties = asObject(holder?.properties)
  return parseSeverity(properties?.severity) ?? parseSeverity(properties?.['security-severity'])
}
