import { z } from 'zod'

export const MAX_PAGE = 500

const blankIsAbsent = (value: unknown): unknown => {
  const one = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' && one.trim() === '' ? undefined : one
}

/** A parameter that may be left out or left blank. */
export const optional = <T extends z.ZodType>(type: T) => z.preprocess(blankIsAbsent, type.optional())

/** A parameter with a default. */
export const orElse = <const T extends readonly [string, ...string[]]>(values: T, otherwise: T[number]) =>
  z.preprocess(
    blankIsAbsent,
    z.enum(values).default(() => otherwise as z.core.util.NoUndefined<T[number]>),
  )

/** The part of a list that is asked for, under the names that every list has. */
export const PAGE_QUERY = {
  limit: z
    .preprocess(blankIsAbsent, z.coerce.number().int().min(1).max(MAX_PAGE).default(100))
    .describe('Rows of a page'),
  after: optional(z.string().max(20_000)).describe('Cursor of the next page'),
  before: optional(z.string().max(20_000)).describe('Cursor of the previous page'),
}
