import type { z } from 'zod'
import { Refused } from './refused.ts'

/** A filter of a list. A value that is not understood is refused: a client must not take a whole list for a filtered one. */
export function parseQuery<Query extends z.ZodObject>(schema: Query, given: Record<string, unknown>): z.infer<Query> {
  const filter = schema.safeParse(given)
  if (filter.success) return filter.data
  throw new Refused(400, filter.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
}
