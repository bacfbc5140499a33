'use client'

import { useLinkStatus } from 'next/link'
import styles from './link-pending.module.css'

/** Inside a link: a bar at the top of the screen while the page it leads to is on its way. */
export function LinkPending() {
  const { pending } = useLinkStatus()
  return pending && <span className={styles.bar} role="progressbar" aria-label="Loading the page" />
}
