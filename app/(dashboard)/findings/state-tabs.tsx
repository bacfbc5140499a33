import { TextLink } from '#app/_ui/link.tsx'
import { FINDING_STATES } from '#lib/domain/finding-cursor.ts'
import type { FindingFilter } from '#lib/domain/finding-filter.ts'
import { findingsPageHref } from './findings-page-href.ts'
import styles from './state-tabs.module.css'

const LABELS: Record<FindingFilter['state'], string> = {
  open: 'Open',
  closed: 'Closed',
  excepted: 'Excepted',
  any: 'Open and closed',
}

/** Open, closed, excepted: the other filters stay, but for those that the other state does not know. */
export function StateTabs({ filter }: { filter: FindingFilter }) {
  return (
    <nav aria-label="State" className={styles.tabs}>
      {FINDING_STATES.map((state) => (
        <TextLink
          key={state}
          href={findingsPageHref(filter, { state, ...(state !== filter.state && unknownTo(state)) })}
          className={styles.tab}
          underline="never"
          {...(state === filter.state && { 'aria-current': 'page' as const })}
        >
          {LABELS[state]}
        </TextLink>
      ))}
    </nav>
  )
}

function unknownTo(state: FindingFilter['state']): Partial<FindingFilter> {
  const closing = { reason: undefined, closed: undefined }
  if (state === 'open') return { ...closing, exception: undefined }
  if (state === 'excepted') return { ...closing, status: undefined, cause: undefined, due: undefined, on: undefined }
  return { exception: undefined, due: undefined }
}
