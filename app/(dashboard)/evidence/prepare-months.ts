export type Month = { value: string; label: string }

const LABEL = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** The last thirteen months, the last whole one first, because that is the one people ask for; then the one that runs. */
export function prepareMonths(now: Date): Month[] {
  const month = (back: number): Month => {
    const start = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back))
    return { value: start.toISOString().slice(0, 7), label: LABEL.format(start) }
  }
  const current = month(0)
  return [...Array.from({ length: 12 }, (_, i) => month(i + 1)), { ...current, label: `${current.label}, so far` }]
}
