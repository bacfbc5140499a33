import type { FeedFreshness } from '#lib/domain/feed-freshness.ts'
import type { Tone } from './theme.ts'
import { ToneBadge } from './tone-badge.tsx'

const LOOK: Record<FeedFreshness, { tone: Tone; title: string }> = {
  fresh: { tone: 'good', title: 'Read completely within the expected time' },
  late: { tone: 'caution', title: 'No complete scan for two expected intervals' },
  stale: { tone: 'bad', title: 'Too old: its passes no longer count' },
  never: { tone: 'note', title: 'Never read completely: what it lacks is unknown, not passing' },
}
const WORDS: Record<FeedFreshness, string> = { fresh: 'current', late: 'late', stale: 'stale', never: 'never complete' }

export function FeedFreshnessBadge({ freshness }: { freshness: FeedFreshness }) {
  return (
    <ToneBadge tone={LOOK[freshness].tone} title={LOOK[freshness].title}>
      {WORDS[freshness]}
    </ToneBadge>
  )
}
