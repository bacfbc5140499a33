import { z } from 'zod'
import type { Role } from './role.ts'
import type { Window } from './scope.ts'

/** A part that is absent does not limit; an empty list leaves nothing. */
export const Limits = z.object({
  teams: z.array(z.number().int()).optional(),
  sources: z.array(z.number().int()).optional(),
  environments: z.array(z.string()).optional(),
})
export type Limits = z.infer<typeof Limits>

/** What was given to a user or a token, from which its scope follows. */
export type Grant = {
  role: Role
  limits: Limits
  /** Of an auditor: the one audit, while it is open. */
  audit?: { id: string; frameworks: readonly string[]; limits: Limits; window: Window }
}
