import { relativeTime, utcDay, utcTime } from './relative-time.ts'

type Props = {
  at: Date | null
  now: Date
  /** What to print: how long ago, the day, or the full UTC time. The others are in the title. */
  show?: 'relative' | 'day' | 'absolute' | 'both'
  /** Printed when there is no time. */
  none?: string
}

/** A time as a person reads it, with the exact UTC time behind it. */
export function Freshness({ at, now, show = 'relative', none = 'never' }: Props) {
  if (!at) return <span>{none}</span>
  const [relative, absolute] = [relativeTime(at, now), utcTime(at)]
  const text = { relative, day: utcDay(at), absolute, both: `${absolute} (${relative})` }[show]
  return (
    <time dateTime={at.toISOString()} title={show === 'absolute' ? relative : absolute} suppressHydrationWarning>
      {text}
    </time>
  )
}
