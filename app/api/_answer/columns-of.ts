import { z } from 'zod'

/** A column of an exported file: a field of the row, or of an object in it (`open.critical`). */
export type Column = { name: string; value: (row: Record<string, unknown>) => unknown }

/** The columns of a row's schema in order; an object in a row has one for each of its own fields. */
export function columnsOf(row: z.ZodObject, fields: readonly string[]): Column[] {
  return fields.flatMap((name) => columns(name, row.shape[name], (value) => value[name]))
}

function columns(name: string, schema: unknown, value: Column['value']): Column[] {
  const inner = schema instanceof z.ZodNullable ? schema.unwrap() : schema
  if (!(inner instanceof z.ZodObject)) return [{ name, value }]
  return Object.entries(inner.shape).flatMap(([key, field]) =>
    columns(`${name}.${key}`, field, (row) => {
      const object = value(row)
      return typeof object === 'object' && object !== null ? Reflect.get(object, key) : undefined
    }),
  )
}
