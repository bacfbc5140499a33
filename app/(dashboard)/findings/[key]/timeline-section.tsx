import { Freshness } from '#app/_ui/freshness.tsx'
import { utcDay } from '#app/_ui/relative-time.ts'
import { Section } from '#app/_ui/section.tsx'
import { toneColor } from '#app/_ui/theme.ts'
import type { Finding } from '#lib/queries/get-finding.ts'
import type { Timeline } from './prepare-timeline.ts'
import styles from './timeline-section.module.css'

type Props = { timeline: Timeline; finding: Finding; now: Date }

export function TimelineSection({ timeline, finding, now }: Props) {
  const { entries, bars, from } = timeline
  return (
    <Section id="timeline" title="What happened when" description={summaryOf(timeline)}>
      {bars.length > 0 && (
        <div className={styles.line} aria-hidden="true">
          <div className={styles.track}>
            {bars.map(({ start, length, isOpen }) => (
              <span
                key={start}
                className={styles.bar}
                data-open={isOpen || undefined}
                style={{ insetInlineStart: `${start * 100}%`, inlineSize: `${length * 100}%` }}
              />
            ))}
          </div>
          <div className={styles.ends}>
            <span>{utcDay(from)}</span>
            <span>now</span>
          </div>
        </div>
      )}
      <ol className={styles.list}>
        {finding.state === 'excepted' && (
          <Entry
            at={finding.openedAt}
            now={now}
            title="Excepted"
            words={finding.exceptions.join(', ')}
            color={toneColor('link')}
          />
        )}
        {entries.map(({ at, title, words, tone }) => (
          <Entry
            key={`${at.getTime()} ${title}`}
            at={at}
            now={now}
            title={title}
            words={words}
            color={toneColor(tone)}
          />
        ))}
      </ol>
    </Section>
  )
}

function summaryOf({ bars, openDays, days }: Timeline): string {
  if (!bars.length) return 'It was never open.'
  const episodes = bars.length === 1 ? 'one episode' : `${bars.length} episodes`
  return `Open for ${openDays} of ${days} days, in ${episodes}; newest first`
}

type EntryProps = { at: Date; now: Date; title: string; words: string; color: string }

const Entry = ({ at, now, title, words, color }: EntryProps) => (
  <li className={styles.entry}>
    <span className={styles.dot} style={{ background: color }} aria-hidden="true" />
    <span>
      <strong style={{ color }}>{title}</strong>
      {words && `: ${words}`}
    </span>
    <span className={styles.when}>
      <Freshness at={at} now={now} show="both" />
    </span>
  </li>
)
