import { cutWords } from './cut-words.ts'
import { ToneBadge } from './tone-badge.tsx'

type Feed = {
  truncated: boolean
  violationsOnly: boolean
  passless: readonly string[]
  cut: { checks: number; listed: number; total: number } | null
  last: { complete: boolean; rejected: number; reason: string | null } | null
}

/** What keeps a feed from being the whole truth. Nothing when it is. */
export function FeedMarks({ feeds }: { feeds: readonly Feed[] }) {
  const isPartial = feeds.some(({ last }) => last && !last.complete)
  const cut = feeds.flatMap(({ cut }) => cut ?? [])
  const passless = [...new Set(feeds.flatMap(({ passless }) => passless))]
  const reason = feeds.find(({ last }) => last && !last.complete)?.last?.reason
  return (
    <>
      {feeds.some(({ truncated }) => truncated) && (
        <ToneBadge
          tone="caution"
          title={cut[0] ? cut.map(cutWords).join('; ') : 'Its list of violations was cut: there may be more'}
        >
          truncated
        </ToneBadge>
      )}{' '}
      {isPartial && (
        <ToneBadge tone="caution" title={reason ?? 'The latest reading is not the whole'}>
          partial
        </ToneBadge>
      )}{' '}
      {feeds.some(({ violationsOnly }) => violationsOnly) ? (
        <ToneBadge tone="muted" title="It never reports a pass, so no pass rate can be had from it">
          violations only
        </ToneBadge>
      ) : (
        passless.length > 0 && (
          <ToneBadge
            tone="muted"
            title={`${passless.join(', ')}: no pass was reported, so no pass rate can be had from ${passless.length === 1 ? 'it' : 'them'}`}
          >
            violations only: {passless.join(', ')}
          </ToneBadge>
        )
      )}
    </>
  )
}
