import type { CSSProperties, ReactNode } from 'react'
import styles from './badge.module.css'
import { type Tone, toneColor, toneTint } from './theme.ts'

/** A short word in the colour of its meaning. The word carries the meaning; the colour repeats it. */
export function ToneBadge({ tone, children, title }: { tone: Tone; children: ReactNode; title?: string }) {
  const colors = { '--badge-color': toneColor(tone), '--badge-tint': toneTint(tone) } as CSSProperties
  return (
    <span className={styles.badge} style={colors} title={title}>
      {children}
    </span>
  )
}
