import { z } from 'zod'
import { ROLES } from '#lib/domain/role.ts'

const blankIsAbsent = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value

/** What the list of users can be narrowed by, on the screen and by the API alike. */
export const UserSearch = z.object({
  q: z.preprocess(blankIsAbsent, z.string().trim().max(200).optional()),
  role: z.preprocess(blankIsAbsent, z.enum(ROLES).optional()),
})
