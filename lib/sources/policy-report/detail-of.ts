import type { Check } from '#lib/domain/result.ts'
import { asObject, asText, type JsonObject } from '../ci/json-value.ts'
import { cleanMessage } from '../clean-message.ts'
import { evaluatedAt } from './evaluated-at.ts'

const MAX_VALUE_LENGTH = 500
/** Properties that say more of a finding than its message does; run times, ids and dumps stay in the raw document. */
const KEPT = new Set([
  'binding',
  'mapBinding',
  'standard',
  'version',
  'controls',
  'controlsJSON',
  'cel.validationIndex',
  'patched-target',
  'generated-resources',
  'resource',
  'installedVersion',
  'fixedVersion',
  'score',
  'artifact.repository',
  'artifact.tag',
  'id',
  'index',
  'remediation',
  'standards',
  'categories',
  'details',
  'policy-name',
  'policy-namespace',
])

/** What is kept beside the verdict of a result that is no plain pass. The rule is there when the check's differs. */
export function detailOf(
  result: JsonObject,
  check: Check,
  uid: string | undefined,
  now: Date,
): Record<string, unknown> {
  const detail: Record<string, unknown> = {}
  if (uid !== undefined) detail.uid = uid
  const rule = asText(result.rule)
  if (rule !== undefined && rule !== check.rule) detail.rule = shortened(rule)
  const seconds = evaluatedAt(result.timestamp, now)
  if (seconds !== undefined) detail.evaluatedAt = isoOf(seconds)
  const properties = asObject(result.properties)
  if (properties === undefined) return detail
  const process = asText(properties.process)
  if (process !== undefined) detail.process = shortened(process)
  const kept = keptOf(properties)
  if (kept !== undefined) detail.properties = kept
  return detail
}

let lastSeconds = 0
let lastIso = ''

/** Results of one scan share their second, and writing a date is slow. */
function isoOf(seconds: number): string {
  if (seconds !== lastSeconds) {
    lastSeconds = seconds
    lastIso = new Date(seconds * 1000).toISOString()
  }
  return lastIso
}

function keptOf(properties: JsonObject): Record<string, string> | undefined {
  let kept: Record<string, string> | undefined
  for (const name in properties) {
    if (!KEPT.has(name)) continue
    const value = asText(properties[name])
    if (value === undefined) continue
    kept ??= {}
    kept[name] = shortened(value)
  }
  return kept
}

const shortened = (value: string): string => cleanMessage(value).slice(0, MAX_VALUE_LENGTH).toWellFormed()
