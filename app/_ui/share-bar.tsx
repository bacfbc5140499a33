import type { ReactNode } from 'react'
import { formatShare } from './format-number.ts'
import styles from './share-bar.module.css'
import { type Tone, toneColor } from './theme.ts'

type Props = {
  numerator: number
  denominator: number
  tone: Tone
  /** "12 of 41", perhaps with links. */
  children: ReactNode
}

/** A share never without what it is a share of. Over an empty whole there is no bar and no per cent. */
export function ShareBar({ numerator, denominator, tone, children }: Props) {
  const width = denominator > 0 ? `${(numerator / denominator) * 100}%` : '0'
  return (
    <div className={styles.share}>
      <div className={styles.words}>
        <strong>{formatShare(numerator, denominator)}</strong>
        <span className={styles.whole}>{children}</span>
      </div>
      <div className={styles.track} aria-hidden="true">
        <div className={styles.fill} style={{ width, background: toneColor(tone) }} />
      </div>
    </div>
  )
}
