import { z } from 'zod'

const Format = z.enum(['csv', 'json']).optional()

type Query<S extends z.ZodObject> = { filter: z.infer<S>; format: 'csv' | 'json' | undefined }

/**
 * The query of an API request by the schema of the list it asks for. A value or a name that is not understood is a
 * problem, told in words: a client must not take a whole list for a filtered one.
 */
export function queryOf<S extends z.ZodObject>(request: Request, schema: S): Query<S> | { problem: string } {
  const { searchParams } = new URL(request.url)
  const given = Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
  const { format, ...rest } = given
  const unknown = Object.keys(rest).filter((name) => !Object.hasOwn(schema.shape, name))
  if (unknown.length) return { problem: `no such parameter: ${unknown.join(', ')}` }
  const parsedFormat = Format.safeParse(format)
  if (!parsedFormat.success) return { problem: 'format must be csv or json' }
  const filter = schema.safeParse(rest)
  return filter.success
    ? { filter: filter.data, format: parsedFormat.data }
    : { problem: z.prettifyError(filter.error) }
}
