import type { Outcome } from '#lib/domain/outcome.ts'
import type { Severity } from '#lib/domain/severity.ts'
import { asObject, type JsonObject } from '../ci/json-value.ts'
import { parseSeverity } from '../ci/parse-severity.ts'

/** A result's outcome; undefined for any word that the report APIs do not have. */
export function outcomeOf(word: unknown): Outcome | undefined {
  switch (word) {
    case 'pass':
    case 'fail':
    case 'warn':
    case 'error':
    case 'skip':
      return word
    default:
      return undefined
  }
}

/** A result's severity: its own, else the one among its properties, else unknown. */
export function severityOf({ severity, properties }: JsonObject): Severity {
  switch (severity) {
    case 'critical':
    case 'high':
    case 'medium':
    case 'low':
    case 'info':
      return severity
    default:
      return parseSeverity(severity) ?? parseSeverity(asObject(properties)?.severity) ?? 'unknown'
  }
}
