const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** A UTC day as it stands on an axis: `7 Oct`. */
export const dayLabel = (day: string): string => DAY.format(new Date(`${day}T00:00:00Z`))
