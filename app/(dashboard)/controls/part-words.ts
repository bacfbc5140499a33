import type { Tone } from '#app/_ui/theme.ts'
import type { PartStatus } from '#lib/controls/control-state.ts'

/** What one mapped check comes to, and the colour of it. */
export const PART_WORDS: Record<PartStatus, [words: string, tone: Tone, title: string]> = {
  fail: ['fails', 'bad', 'At least one result fails'],
  at_risk: ['at risk', 'caution', 'It fails, and the time to fix it is not over'],
  error: ['error', 'note', 'It could not be evaluated'],
  stale: ['stale', 'muted', 'Its results are older than they may be'],
  no_data: ['no data', 'muted', 'There is no result'],
  incomplete: [
    'incomplete',
    'caution',
    'It passes, but not enough of its results are fresh, or some could not be evaluated',
  ],
  excepted: ['excepted', 'link', 'Every result is covered by an exception'],
  pass: ['passes', 'good', 'Every result passes and is fresh'],
}
