const DAY_MS = 86_400_000

/** A UTC day as `YYYY-MM-DD`. */
export type Day = string

export const dayOf = (time: Date): Day => time.toISOString().slice(0, 10)
export const startOfDay = (day: Day): Date => new Date(`${day}T00:00:00Z`)
export const nextDay = (day: Day): Day => dayOf(new Date(startOfDay(day).getTime() + DAY_MS))

/** Every day from `first` to `last`, both included; nothing when `last` is earlier. */
export function* daysBetween(first: Day, last: Day): Generator<Day> {
  for (let day = first; day <= last; day = nextDay(day)) yield day
}
