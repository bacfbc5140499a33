import { z } from 'zod'

/** Kinds of the register; `named` stands for what reports name and no source states. */
export const EXCEPTION_KINDS = ['policy-exception', 'suppression', 'skip', 'report', 'named'] as const
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number]

/** What a reader should look at; one exception may have several. */
export const EXCEPTION_MARKS = [
  'honoured',
  'expired',
  'expiring',
  'no-expiry',
  'no-approver',
  'no-reason',
  'unregistered',
  'unused',
] as const
export type ExceptionMark = (typeof EXCEPTION_MARKS)[number]

const EXCEPTION_SORTS = ['expiry', 'oldest', 'newest', 'covers'] as const

/** Days before its end from which an exception counts as expiring. */
export const EXPIRING_DAYS = 14

const Cursor = z.tuple([
  z.enum(EXCEPTION_SORTS),
  z.string().regex(/^-?(Infinity|[\d.e+]+)$/),
  z.number().int(),
  z.guid(),
])
export type ExceptionCursor = z.infer<typeof Cursor>

export const exceptionCursorText = (cursor: ExceptionCursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** The place a text stands for; undefined when it stands for none. */
export function parseExceptionCursor(text: string): ExceptionCursor | undefined {
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

/** What the register of exceptions may be asked for, on the screen, by the API and in an export alike. */
export const ExceptionFilter = z
  .object({
    state: z.preprocess(blankIsAbsent, z.enum(['current', 'gone', 'all']).default('current')),
    mark: optional(z.enum(EXCEPTION_MARKS)),
    kind: optional(z.enum(EXCEPTION_KINDS)),
    source: optional(z.string().trim().max(300)).describe('Name of a source'),
    q: optional(z.string().trim().max(200)).describe('Part of a name, scope, check, reason or approver'),
    sort: z.preprocess(blankIsAbsent, z.enum(EXCEPTION_SORTS).default('expiry')),
    limit: z.preprocess(blankIsAbsent, z.coerce.number().int().min(1).max(500).default(50)),
    after: optional(z.string().max(2_000)).describe('Cursor of the next page'),
    before: optional(z.string().max(2_000)).describe('Cursor of the previous page'),
  })
  .superRefine((filter, context) => {
    for (const name of ['after', 'before'] as const) {
      const given = filter[name]
      if (given !== undefined && parseExceptionCursor(given)?.[0] !== filter.sort)
        context.addIssue({ code: 'custom', path: [name], message: 'is not a cursor of this list' })
    }
  })
export type ExceptionFilter = z.infer<typeof ExceptionFilter>
