import type { CSSProperties } from 'react'
import type { Severity } from '#lib/domain/severity.ts'
import styles from './badge.module.css'
import { SEVERITY_COLOR } from './theme.ts'

// The mark's shape differs too, so that a severity is told without its colour at a glance.
const SHAPE: Record<Severity, CSSProperties> = {
  critical: { clipPath: 'polygon(30% 0, 70% 0, 100% 30%, 100% 70%, 70% 100%, 30% 100%, 0 70%, 0 30%)' },
  high: { clipPath: 'polygon(50% 0, 100% 100%, 0 100%)' },
  medium: { clipPath: 'polygon(50% 0, 100% 50%, 50% 100%, 0 50%)' },
  low: { borderRadius: '50%' },
  info: { clipPath: 'inset(32% 0)' },
  unknown: { borderRadius: '50%', background: 'transparent', border: '2px solid var(--badge-color)' },
}

export function SeverityBadge({ severity }: { severity: Severity }) {
  return (
    <span className={styles.plain} style={{ '--badge-color': SEVERITY_COLOR[severity] } as CSSProperties}>
      <span className={styles.mark} style={SHAPE[severity]} aria-hidden="true" />
      {severity}
    </span>
  )
}
