import { z } from 'zod'
import { TOKEN_KINDS } from '#lib/domain/token-kinds.ts'
import { TOKEN_STATES } from '#lib/domain/token-state.ts'

const blankIsAbsent = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value

/** What the list of tokens can be narrowed by. */
export const TokenSearch = z.object({
  kind: z.preprocess(blankIsAbsent, z.enum(TOKEN_KINDS).optional()),
  state: z.preprocess(blankIsAbsent, z.enum(TOKEN_STATES).optional()),
})
