import type { Standing } from '#lib/metrics/leaderboard.ts'
import styles from './ratio-range.module.css'

const WIDTH = 120
const END = 3

/** The ratio with its 95 % limits on a scale from 0 to 3, the fleet at 1. The numbers stand beside it as text. */
export function RatioRange({ standing: { ratio, limits, band } }: { standing: Standing }) {
  const x = (value: number) => (Math.min(value, END) / END) * WIDTH
  return (
    <svg
      width={WIDTH}
      height={16}
      viewBox={`0 0 ${WIDTH} 16`}
      className={styles.range}
      data-band={band}
      aria-hidden="true"
      focusable="false"
    >
      <line x1={0} x2={WIDTH} y1={8} y2={8} className={styles.axis} />
      <line x1={x(1)} x2={x(1)} y1={1} y2={15} className={styles.fleet} />
      <line x1={x(limits.lower)} x2={x(limits.upper)} y1={8} y2={8} className={styles.limits} />
      <circle cx={x(ratio)} cy={8} r={4} className={styles.point} />
    </svg>
  )
}
