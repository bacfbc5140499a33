import { MOMENTS, type Moment, STORY } from './story.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** Work done on a day compared with a mean working day, from Sunday on. */
const BUSY = [0.08, 0.9, 1.25, 1.2, 1.1, 0.6, 0.12] as const

export type Calendar = {
  days: number
  until: Date
  /** The time on a story day that many minutes before the hour at which the story ends. */
  at: (day: number, minutesBefore: number) => Date
  busy: (day: number) => number
  /** The day of this story on which falls what the whole story has on `day`. */
  scaled: (day: number) => number
  /** A working day. */
  moment: (name: Moment) => number
  /** The day that many working days later. */
  workingDaysAfter: (day: number, count: number) => number
}

/** The story's days on the clock: the last ends at `until`. A story of fewer days has its moments closer together. */
export function storyCalendar(until: Date, days: number): Calendar {
  const at = (day: number, minutesBefore: number) =>
    new Date(until.getTime() - (days - 1 - day) * DAY_MS - minutesBefore * MINUTE_MS)
  const weekday = (day: number) => at(day, 0).getUTCDay()
  const scaled = (day: number) => Math.round((day * days) / STORY.days)
  const isWorking = (day: number) => weekday(day) % 6 !== 0
  return {
    days,
    until,
    at,
    busy: (day) => BUSY[weekday(day)] ?? 1,
    scaled,
    moment: (name) => {
      let day = scaled(MOMENTS[name])
      while (!isWorking(day)) day++
      return day
    },
    workingDaysAfter: (day, count) => {
      let later = day
      for (let left = count; left > 0; ) if (isWorking(++later)) left--
      return later
    },
  }
}
