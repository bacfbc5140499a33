import { hash } from 'node:crypto'

/** What changes about an object without anything about it being different. */
const NOISE = new Set(['managedFields', 'resourceVersion', 'generation', 'auditTimestamp', 'observedGeneration'])
const STALE_AFTER_MS = 3 * 60_000

/**
 * A short text that is equal for two readings of objects that say the same. With `at`, an audit that has become too old to
 * be trusted is a difference; that it ran again is none.
 */
export function markObjects(objects: readonly unknown[], at?: Date): string {
  const text = JSON.stringify(objects, (name, value: unknown) => {
    if (name === 'auditTimestamp' && at && typeof value === 'string')
      return Date.parse(value) < at.getTime() - STALE_AFTER_MS ? 'stale' : 'fresh'
    return NOISE.has(name) ? undefined : value
  })
  return hash('sha256', text, 'base64url')
}
