import type { Tone } from '#app/_ui/theme.ts'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import type { Band, Standing } from '#lib/metrics/leaderboard.ts'

const TONE: Record<Band, Tone> = { 'clearly better': 'good', 'like the fleet': 'muted', 'clearly worse': 'bad' }

/** Where the team stands against the fleet, with the ratio. */
export function StandingBadge({ standing }: { standing: Standing | 'too few' }) {
  if (standing === 'too few')
    return (
      <ToneBadge tone="muted" title="Fewer than 30 subjects over 28 days">
        too few to compare
      </ToneBadge>
    )
  return (
    <ToneBadge tone={TONE[standing.band]} title="Observed ÷ expected violations over 28 days; 1 is like the fleet">
      {standing.band}: {standing.ratio.toFixed(2)}
    </ToneBadge>
  )
}
