import { boundMessage } from '#lib/sources/ci/bound-text.ts'
import { asList, asObject, asObjects, asText, type JsonObject } from '#lib/sources/ci/json-value.ts'
import type { Waiver } from '#lib/sources/ci/settle-results.ts'

const NOT_GRANTED = ['underReview', 'rejected']

/**
 * A result's suppressions. They hold only if none of them is under review or rejected (SARIF 2.1.0 section 3.27.23), and
 * only until `expiryUtc`, which is not of the standard but what its own tools write.
 */
export function parseWaivers(result: JsonObject, now: Date): Waiver[] {
  const written = asList(result.suppressions)
  const suppressions = asObjects(written)
  const granted =
    suppressions.length === written.length &&
    !suppressions.some(({ status }) => NOT_GRANTED.some((refusal) => refusal === status))

  return suppressions.map((suppression): Waiver => {
    const properties = asObject(suppression.properties)
    const expiresAt = parseTime(properties?.expiryUtc)
    const createdAt = parseTime(properties?.timeUtc)
    const reason = asText(suppression.justification)
    const requester = asText(properties?.alias)
    return {
      kind: suppression.kind === 'inSource' ? 'skip' : 'suppression',
      holds: granted && (expiresAt === undefined || expiresAt > now),
      ...(reason && { reason: boundMessage(reason) }),
      ...(requester && { requester: boundMessage(requester) }),
      ...(createdAt && { createdAt }),
      ...(expiresAt && { expiresAt }),
      object: { kind: asText(suppression.kind), status: asText(suppression.status), guid: asText(suppression.guid) },
    }
  })
}

function parseTime(value: unknown): Date | undefined {
  const text = asText(value)
  if (!text || !/^\d{4}-\d\d-\d\d/.test(text)) return undefined
  const time = new Date(text)
  return Number.isNaN(time.getTime()) ? undefined : time
}
