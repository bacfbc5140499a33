const STEPS: [limitMs: number, unitMs: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [90_000, 1_000, 'second'],
  [90 * 60_000, 60_000, 'minute'],
  [36 * 3_600_000, 3_600_000, 'hour'],
  [60 * 86_400_000, 86_400_000, 'day'],
  [Number.POSITIVE_INFINITY, 30 * 86_400_000, 'month'],
]
const FORMAT = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' })

/** How long ago, or how far ahead, in the largest unit that says enough: `4 min. ago`, `in 12 days`. */
export function relativeTime(at: Date, now: Date): string {
  const difference = at.getTime() - now.getTime()
  if (Math.abs(difference) < 5_000) return 'just now'
  const [, unitMs, unit] = STEPS.find(([limit]) => Math.abs(difference) < limit) ?? [0, 86_400_000, 'day' as const]
  return FORMAT.format(Math.round(difference / unitMs), unit).replace('.', '')
}

/** `2026-10-07 14:05 UTC`: the same for every reader. */
export const utcTime = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** `2026-10-07`, in UTC. */
export const utcDay = (at: Date): string => at.toISOString().slice(0, 10)
