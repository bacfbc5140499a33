'use client'

import { AppShell, AppShellHeader, AppShellMain, AppShellNavbar, Burger, Group, NavLink } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Route } from 'next'
import NextLink from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import {
  AccountIcon,
  AuditsIcon,
  ControlsIcon,
  EvidenceIcon,
  ExceptionsIcon,
  FindingsIcon,
  OverviewIcon,
  PoliciesIcon,
  SettingsIcon,
  SourcesIcon,
  TeamsIcon,
} from '#app/_ui/icons.tsx'
import { LinkPending } from '#app/_ui/link-pending.tsx'
import { ThemeSwitch } from '#app/_ui/theme-switch.tsx'
import styles from './shell.module.css'

const PAGES: { href: Route; label: string; Icon: typeof OverviewIcon }[] = [
  { href: '/', label: 'Overview', Icon: OverviewIcon },
  { href: '/findings', label: 'Findings', Icon: FindingsIcon },
  { href: '/policies', label: 'Policies', Icon: PoliciesIcon },
  { href: '/controls', label: 'Controls', Icon: ControlsIcon },
  { href: '/audits', label: 'Audits', Icon: AuditsIcon },
  { href: '/teams', label: 'Teams', Icon: TeamsIcon },
  { href: '/exceptions', label: 'Exceptions', Icon: ExceptionsIcon },
  { href: '/evidence', label: 'Evidence', Icon: EvidenceIcon },
  { href: '/sources', label: 'Sources', Icon: SourcesIcon },
]
const SETTINGS = { href: '/settings' as Route, label: 'Settings', Icon: SettingsIcon }
const ACCOUNT: Route = '/account'

type Props = { freshness: ReactNode; account: ReactNode; hasSettings: boolean; children: ReactNode }

/** The frame of every screen: where one is, where one can go, and how current the data is. */
export function Shell({ freshness, account, hasSettings, children }: Props) {
  const [isOpen, menu] = useDisclosure()
  const path = usePathname()
  const isHere = (href: Route) => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`))

  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'sm', sm: 'lg' }}
      transitionDuration={120}
    >
      <a href="#main" className={styles.skip}>
        Skip to the content
      </a>
      <AppShellHeader className={styles.header}>
        <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label="Menu"
              aria-expanded={isOpen}
            />
            <NextLink href="/" className={styles.brand}>
              <span className={styles.seal} aria-hidden="true" />
              Muniment
            </NextLink>
          </Group>
          <Group gap="md" wrap="nowrap">
            <div className={styles.wideFreshness}>{freshness}</div>
            <ThemeSwitch />
          </Group>
        </Group>
      </AppShellHeader>
      <AppShellNavbar className={styles.navbar} p="xs" aria-label="Main">
        <ul className={styles.list}>
          {[...PAGES, ...(hasSettings ? [SETTINGS] : [])].map(({ href, label, Icon }) => (
            <li key={href}>
              <NavLink
                component={NextLink}
                href={href}
                label={
                  <>
                    {label}
                    <LinkPending />
                  </>
                }
                leftSection={<Icon />}
                active={isHere(href)}
                aria-current={isHere(href) ? 'page' : undefined}
                onClick={menu.close}
                className={styles.link}
              />
            </li>
          ))}
        </ul>
        <div className={styles.foot}>
          <NavLink
            component={NextLink}
            href={ACCOUNT}
            label="Account"
            leftSection={<AccountIcon />}
            active={isHere(ACCOUNT)}
            aria-current={isHere(ACCOUNT) ? 'page' : undefined}
            onClick={menu.close}
            className={styles.link}
          />
          {account}
        </div>
      </AppShellNavbar>
      <AppShellMain id="main" tabIndex={-1} className={styles.main}>
        <div className={styles.narrowFreshness}>{freshness}</div>
        <div className={styles.page}>{children}</div>
      </AppShellMain>
    </AppShell>
  )
}
