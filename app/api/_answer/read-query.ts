import type { z } from 'zod'
import { Refused } from './refused.ts'

export const FORMATS = ['json', 'csv', 'ndjson'] as const
export type Format = (typeof FORMATS)[number]

type Known = { query: z.ZodObject; row: z.ZodObject; kind: 'list' | 'one' }
type Read = { query: Record<string, unknown>; fields: string[] | undefined; format: Format | undefined }

/**
 * The query of a request, apart from what every operation takes: `fields`, and of a list `format`. A name that is not
 * known is refused, whether of a parameter or of a field.
 */
export function readQuery(search: URLSearchParams, { query: schema, row, kind }: Known): Read {
  const given = Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const values = search.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
  const { fields, format, ...query } = given
  const unknown = [
    ...Object.keys(query).filter((name) => !Object.hasOwn(schema.shape, name)),
    ...(kind === 'one' && format !== undefined ? ['format'] : []),
  ]
  if (unknown.length) throw new Refused(400, `There is no parameter ${unknown.join(', ')} here.`)
  return { query, fields: fieldsOf(fields, row), format: formatOf(format) }
}

function fieldsOf(given: unknown, row: z.ZodObject): string[] | undefined {
  const names = [given ?? []].flat().flatMap((text) => String(text).split(','))
  const wanted = [...new Set(names.map((name) => name.trim()).filter(Boolean))]
  const unknown = wanted.filter((name) => !Object.hasOwn(row.shape, name))
  if (unknown.length)
    throw new Refused(400, `fields: there is no ${unknown.join(', ')}; there are ${Object.keys(row.shape).join(', ')}`)
  return wanted.length ? wanted : undefined
}

function formatOf(given: unknown): Format | undefined {
  if (given === undefined) return undefined
  const format = FORMATS.find((name) => name === given)
  if (!format) throw new Refused(400, `format: is one of ${FORMATS.join(', ')}`)
  return format
}
