import type { Limits } from './grant.ts'
import type { Role } from './role.ts'

/**
 * What a user is given. Teams count for a member, limits for an officer or a member; an auditor has one audit, which says
 * everything, and nobody else has one.
 */
export type UserAccess = {
  role: Role
  limits: Omit<Limits, 'teams'>
  teams: readonly number[]
  auditId: string | null
}

/** True when somebody may look at less than before, or as something else: what was open for them has to be opened again. */
export function isNarrower(after: UserAccess, before: UserAccess): boolean {
  return (
    after.role !== before.role ||
    after.auditId !== before.auditId ||
    !holds(after.teams, before.teams) ||
    !isWithin(before.limits.sources, after.limits.sources) ||
    !isWithin(before.limits.environments, after.limits.environments)
  )
}

const holds = <T>(list: readonly T[], wanted: readonly T[]): boolean => wanted.every((one) => list.includes(one))

/** An absent limit is all there is. */
const isWithin = <T>(part: readonly T[] | undefined, whole: readonly T[] | undefined): boolean =>
  whole === undefined || (part !== undefined && holds(whole, part))
