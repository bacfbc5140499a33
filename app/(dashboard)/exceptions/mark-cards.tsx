import { VisuallyHidden } from '@mantine/core'
import { formatNumber } from '#app/_ui/format-number.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { toneColor } from '#app/_ui/theme.ts'
import { EXCEPTION_MARKS, type ExceptionFilter } from '#lib/domain/exception-filter.ts'
import type { ExceptionCounts } from '#lib/queries/count-exceptions.ts'
import { MARK_WORDS } from './exception-words.ts'
import { exceptionsHref } from './exceptions-href.ts'
import styles from './mark-cards.module.css'

/** How many carry each mark; each narrows the list, or widens it again. */
export function MarkCards({ counts, filter }: { counts: ExceptionCounts; filter: ExceptionFilter }) {
  return (
    <ul className={styles.cards} aria-label="By what to look at">
      {EXCEPTION_MARKS.map((mark) => {
        const { label, tone, title } = MARK_WORDS[mark]
        const isOn = filter.mark === mark
        const count = counts.marks[mark]
        return (
          <li key={mark} className={styles.card} data-on={isOn || undefined} data-none={count === 0 || undefined}>
            <TextLink
              href={exceptionsHref(filter, { mark: isOn ? undefined : mark })}
              className={styles.link}
              underline="never"
            >
              <span className={styles.count} style={count > 0 ? { color: toneColor(tone) } : undefined}>
                {formatNumber(count)}
              </span>{' '}
              <span className={styles.label} title={title}>
                {label}
              </span>
              <VisuallyHidden>{isOn ? ': show all' : ': show only these'}</VisuallyHidden>
            </TextLink>
          </li>
        )
      })}
    </ul>
  )
}
