'use client'

import NextLink from 'next/link'
import { usePathname } from 'next/navigation'
import type { SettingsPage } from './settings-pages.ts'
import styles from './settings-tabs.module.css'

/** The pages of the settings that this person may open, and which of them is open. */
export function SettingsTabs({ pages }: { pages: readonly SettingsPage[] }) {
  const path = usePathname()
  return (
    <nav aria-label="Settings" className={styles.tabs}>
      {pages.map(({ href, label }) => (
        <NextLink
          key={href}
          href={href}
          className={styles.tab}
          aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}
        >
          {label}
        </NextLink>
      ))}
    </nav>
  )
}
