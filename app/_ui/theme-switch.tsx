'use client'

import { ActionIcon, Menu, MenuDropdown, MenuItem, MenuTarget, useMantineColorScheme } from '@mantine/core'
import { MoonIcon, SunIcon } from './icons.tsx'
import styles from './theme-switch.module.css'

const SCHEMES = { light: 'Light', dark: 'Dark', auto: 'As the system' } as const

/** Light, dark, or as the system says. The choice is kept in the browser. */
export function ThemeSwitch() {
  const { setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="bottom-end" width={150} withinPortal={false} withInitialFocusPlaceholder={false}>
      <MenuTarget>
        <ActionIcon variant="default" size="md" aria-label="Colour theme">
          <span className={styles.light}>
            <SunIcon size={16} />
          </span>
          <span className={styles.dark}>
            <MoonIcon size={16} />
          </span>
        </ActionIcon>
      </MenuTarget>
      <MenuDropdown>
        {Object.entries(SCHEMES).map(([scheme, label]) => (
          <MenuItem
            key={scheme}
            onClick={() => setColorScheme(scheme === 'light' || scheme === 'dark' ? scheme : 'auto')}
          >
            {label}
          </MenuItem>
        ))}
      </MenuDropdown>
    </Menu>
  )
}
