import { VisuallyHidden } from '@mantine/core'
import { formatNumber } from '#app/_ui/format-number.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { SeverityBadge } from '#app/_ui/severity-badge.tsx'
import type { FindingFilter } from '#lib/domain/finding-filter.ts'
import type { SeverityCount } from '#lib/queries/count-findings.ts'
import { findingsPageHref } from './findings-page-href.ts'
import styles from './severity-strip.module.css'

/** How many of each severity the other filters leave; each narrows the list, or widens it again. */
export function SeverityStrip({ filter, counts }: { filter: FindingFilter; counts: readonly SeverityCount[] }) {
  const chosen = filter.severity ?? []
  return (
    <ul className={styles.strip} aria-label="By severity">
      {counts.map(({ severity, count, capped }) => {
        const isOn = chosen.includes(severity)
        const others = chosen.filter((other) => other !== severity)
        const next = isOn ? others : [severity]
        const number = `${formatNumber(count)}${capped ? '+' : ''}`
        return (
          <li key={severity} className={styles.item} data-on={isOn || undefined} data-none={count === 0 || undefined}>
            <TextLink
              href={findingsPageHref(filter, { severity: next.length ? next : undefined })}
              className={styles.link}
              underline="never"
            >
              <SeverityBadge severity={severity} />
              <span className={styles.count}> {number}</span>
              <VisuallyHidden>{isOn ? ': show all severities' : ': show only these'}</VisuallyHidden>
            </TextLink>
          </li>
        )
      })}
    </ul>
  )
}
