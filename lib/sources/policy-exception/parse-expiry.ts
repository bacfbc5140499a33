const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i
const SPAN = /^(?:\d+(?:\.\d+)?(?:s|m|h|d|w))+$/
const SPAN_PART = /(\d+(?:\.\d+)?)([smhdw])/g
const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
}

/**
 * A day or a time as exceptions write it: RFC 3339, with or without colons, or a date, which means its beginning in UTC.
 * Undefined for anything else, also for days that no calendar has.
 */
export function parseMoment(text: string): Date | undefined {
  const found = DATE.exec(text.trim())
  if (!found) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = found
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : zone.replace(/^(...)(\d\d)$/, '$1:$2')
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`)
  const isReal = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day)
  return isReal && !Number.isNaN(date.getTime()) ? date : undefined
}

/** The `cleanup.kyverno.io/ttl` label: a moment, or a span that counts from the object's creation. */
export function parseTtl(text: string, createdAt: Date | undefined): Date | undefined {
  if (!SPAN.test(text)) return parseMoment(text)
  if (!createdAt) return undefined
  let ms = 0
  for (const [, count, unit] of text.matchAll(SPAN_PART)) ms += Number(count) * (UNIT_MS[unit ?? ''] ?? 0)
  const end = new Date(createdAt.getTime() + ms)
  return Number.isNaN(end.getTime()) ? undefined : end
}
