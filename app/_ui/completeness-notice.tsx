import type { UnsureFeed } from '#lib/queries/list-unsure-feeds.ts'
import styles from './completeness-notice.module.css'
import { cutWords } from './cut-words.ts'
import { Freshness } from './freshness.tsx'
import { TextLink } from './link.tsx'

const SHOWN = 3

/** Names the sources that the numbers here are not whole or not fresh for. Nothing when all are. */
export function CompletenessNotice({ feeds, now }: { feeds: readonly UnsureFeed[]; now: Date }) {
  if (!feeds.length) return null
  const rest = feeds.slice(SHOWN)
  return (
    <aside className={styles.notice} aria-label="How complete this is">
      <strong>Not the whole picture.</strong> What these sources have not told is unknown, not passing:
      <ul className={styles.list}>
        {feeds.slice(0, SHOWN).map((feed) => (
          <Feed key={`${feed.source} ${feed.feed}`} feed={feed} now={now} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details>
          <summary>{rest.length} more</summary>
          <ul className={styles.list}>
            {rest.map((feed) => (
              <Feed key={`${feed.source} ${feed.feed}`} feed={feed} now={now} />
            ))}
          </ul>
        </details>
      )}
    </aside>
  )
}

function Feed({ feed, now }: { feed: UnsureFeed; now: Date }) {
  const { sourceId, source, freshness, isTruncated, cut, partial, lastCompleteAt } = feed
  return (
    <li>
      <TextLink href={`/sources/${sourceId}`} fw={550}>
        {source}
      </TextLink>
      {feed.feed && <span className={styles.dim}> {feed.feed}</span>}:{' '}
      {[
        freshness === 'stale' && 'stale',
        freshness === 'late' && 'late',
        freshness === 'never' && 'never read completely',
        isTruncated && (cut ? `its list was cut short (${cutWords(cut)})` : 'its list was cut short'),
        partial && `partial (${partial})`,
      ]
        .filter(Boolean)
        .join(', ')}
      {lastCompleteAt && (
        <span className={styles.dim}>
          , last complete <Freshness at={lastCompleteAt} now={now} />
        </span>
      )}
    </li>
  )
}
