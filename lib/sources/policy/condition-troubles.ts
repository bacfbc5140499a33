import { asObject, asObjects, asText, type JsonObject } from '../ci/json-value.ts'
import { cleanMessage } from '../clean-message.ts'

/** What a status says stands in the way: conditions that should be true and are not. */
export function conditionTroubles(status: JsonObject): string[] {
  const conditions = [...asObjects(status.conditions), ...asObjects(asObject(status.conditionStatus)?.conditions)]
  return conditions
    .filter(({ status }) => status === 'False')
    .map(({ type, message, reason }) => cleanMessage(`${String(type)}: ${asText(message) ?? asText(reason) ?? 'no'}`))
}
