import { z } from 'zod'
import { MODES } from './mode.ts'
import { SEVERITIES } from './severity.ts'

/** `unknown` stands for checks whose mode nobody states, such as those of scanners. */
export const MODE_FILTERS = [...MODES, 'unknown'] as const
const CHECK_SORTS = ['open', 'severity', 'newest', 'name'] as const

const Cursor = z.tuple([z.enum(CHECK_SORTS), z.string().max(1_500), z.number().int()])
export type CheckCursor = z.infer<typeof Cursor>

export const checkCursorText = (cursor: CheckCursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** The place a text stands for; undefined when it stands for none. */
export function parseCheckCursor(text: string): CheckCursor | undefined {
  try {
    return Cursor.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data
  } catch {
    return undefined
  }
}

const blankIsAbsent = (value: unknown): unknown => {
  const one = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' && one.trim() === '' ? undefined : one
}
const optional = <T extends z.ZodType>(type: T) => z.preprocess(blankIsAbsent, type.optional())

/** What the list of checks may be asked for, on the screen, by the API and in an export alike. */
export const CheckFilter = z
  .object({
    q: optional(z.string().trim().max(200)).describe('Part of a title, policy, rule or category'),
    engine: optional(z.string().trim().max(300)),
    severity: optional(z.enum(SEVERITIES)),
    source: optional(z.string().trim().max(300)).describe('Name of a source where it runs'),
    mode: optional(z.enum(MODE_FILTERS)).describe('What it does in at least one source where it runs'),
    mapped: optional(z.enum(['yes', 'no'])).describe('Whether it speaks for a control'),
    sort: z.preprocess(blankIsAbsent, z.enum(CHECK_SORTS).default('open')),
    limit: z.preprocess(blankIsAbsent, z.coerce.number().int().min(1).max(500).default(50)),
    after: optional(z.string().max(4_000)).describe('Cursor of the next page'),
    before: optional(z.string().max(4_000)).describe('Cursor of the previous page'),
  })
  .superRefine((filter, context) => {
    for (const name of ['after', 'before'] as const) {
      const given = filter[name]
      if (given !== undefined && parseCheckCursor(given)?.[0] !== filter.sort)
        context.addIssue({ code: 'custom', path: [name], message: 'is not a cursor of this list' })
    }
  })
export type CheckFilter = z.infer<typeof CheckFilter>
