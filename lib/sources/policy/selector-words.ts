import { asList, asObject, asObjects, asText, type JsonObject } from '../ci/json-value.ts'
import { cleanMessage } from '../clean-message.ts'

const MAX_LENGTH = 300

/** A label selector in words; undefined for one that selects everything. */
export function selectorWords(selector: unknown): string | undefined {
  const { matchLabels, matchExpressions } = asObject(selector) ?? {}
  const words = [
    ...Object.entries(asObject(matchLabels) ?? {}).map(([key, value]) => `${key}=${String(value)}`),
    ...asObjects(matchExpressions).map(expressionWords),
  ]
  return words.length > 0 ? cleanMessage(words.join(', ')).slice(0, MAX_LENGTH) : undefined
}

function expressionWords({ key, operator, values }: JsonObject): string {
  const list = asList(values)
    .flatMap((value) => asText(value) ?? [])
    .join(', ')
  switch (operator) {
    case 'In':
      return `${String(key)} in (${list})`
    case 'NotIn':
      return `${String(key)} not in (${list})`
    case 'Exists':
      return `${String(key)} exists`
    case 'DoesNotExist':
      return `${String(key)} does not exist`
    default:
      return `${String(key)} ${String(operator)} ${list}`
  }
}
