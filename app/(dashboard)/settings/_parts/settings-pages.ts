import type { Route } from 'next'
import { can, type Permission } from '#lib/domain/permission.ts'
import type { Role } from '#lib/domain/role.ts'

export type SettingsPage = { href: Route; label: string; permission: Permission }

/** The pages of the settings, in the order of their tabs, each with what one needs to be allowed to open it. */
const PAGES: readonly SettingsPage[] = [
  { href: '/settings/users', label: 'Users', permission: 'user.manage' },
  { href: '/settings/sign-in', label: 'Sign-in', permission: 'provider.manage' },
  { href: '/settings/tokens', label: 'Tokens', permission: 'token.manage' },
  { href: '/settings/pipelines', label: 'Pipelines', permission: 'trust.manage' },
  { href: '/settings/audit-log', label: 'Audit log', permission: 'audit-log.read' },
]

export const settingsPagesOf = (role: Role): SettingsPage[] => PAGES.filter(({ permission }) => can(role, permission))
