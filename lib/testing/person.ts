import type { Actor } from '#lib/domain/actor.ts'
import type { Role } from '#lib/domain/role.ts'
import { EVERYTHING, type Scope } from '#lib/domain/scope.ts'

/** Somebody who asks, by name: an administrator who sees everything unless told otherwise. */
export const person = (name: string, role: Role = 'admin', scope: Scope = EVERYTHING): Actor => ({
  name,
  kind: 'user',
  id: name,
  role,
  scope,
})
