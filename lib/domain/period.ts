const PERIOD = /^(?:([1-9]\d{0,3})d|(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2}))$/

const DAY_MS = 86_400_000

/**
 * The bounds of a stretch of time as written in a URL, the last `7d` or the UTC days `2026-10-01..2026-10-07`, both
 * included: `from` is in it, `until` is not. Undefined when the text is none.
 */
export function parsePeriod(text: string, now: Date): { from: Date; until: Date } | undefined {
  const [, days, first, last] = PERIOD.exec(text) ?? []
  if (days) return { from: new Date(now.getTime() - Number(days) * DAY_MS), until: new Date(now.getTime() + DAY_MS) }
  const from = dayOf(first)
  const to = dayOf(last)
  if (!from || !to || to < from) return undefined
  return { from, until: new Date(to.getTime() + DAY_MS) }
}

/** Midnight UTC of a day that exists. */
function dayOf(text: string | undefined): Date | undefined {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(`${text}T`) ? day : undefined
}
