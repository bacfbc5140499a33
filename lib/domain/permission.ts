import { ProductError } from '#lib/errors.ts'
import type { Actor } from './actor.ts'
import type { Role } from './role.ts'

/** Who may do what. What is not named here nobody may; which rows it concerns is the scope's matter, not the role's. */
const ALLOWED = {
  'source.manage': ['admin'],
  'token.manage': ['admin'],
  'team.manage': ['admin'],
  'user.manage': ['admin'],
  'provider.manage': ['admin'],
  'trust.manage': ['admin'],
  'audit.manage': ['admin', 'officer'],
  'audit-log.read': ['admin', 'officer'],
  'bundle.make': ['admin', 'officer'],
  'bundle.read': ['admin', 'officer', 'auditor'],
  'rows.export': ['admin', 'officer', 'member', 'auditor'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof ALLOWED
export const PERMISSIONS = Object.keys(ALLOWED) as Permission[]

export const can = (role: Role | undefined, permission: Permission): boolean =>
  role !== undefined && (ALLOWED[permission] as readonly Role[]).includes(role)

/** Throws `forbidden` unless the actor may. The first line of every command. */
export function demand(by: Pick<Actor, 'role'>, permission: Permission): void {
  if (can(by.role, permission)) return
  const roles = ALLOWED[permission]
  throw new ProductError('forbidden', `This needs the role ${roles.join(' or ')}.`)
}
