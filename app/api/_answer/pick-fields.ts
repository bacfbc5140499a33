import { z } from 'zod'

type Row = Record<string, unknown>
type Pick = (value: unknown) => unknown

/** What the answer holds of a row: these fields in this order, and at no depth anything that the schema does not name. */
export function pickFields(row: z.ZodObject, names: readonly string[]): (row: Row) => Row {
  const picks = names.map((name) => [name, pickOf(row.shape[name])] as const)
  return (given) => {
    const picked: Row = {}
    for (const [name, pick] of picks) {
      const value = given[name] ?? null
      picked[name] = pick && value !== null ? pick(value) : value
    }
    return picked
  }
}

/** How a value of a schema is cut to it; undefined where there is nothing to cut. */
function pickOf(schema: unknown): Pick | undefined {
  if (schema instanceof z.ZodNullable) return pickOf(schema.unwrap())
  if (schema instanceof z.ZodArray) {
    const pick = pickOf(schema.element)
    return pick && ((value) => (Array.isArray(value) ? value.map(pick) : value))
  }
  if (!(schema instanceof z.ZodObject)) return undefined
  const pick = pickFields(schema, Object.keys(schema.shape))
  return (value) => (typeof value === 'object' && value !== null ? pick({ ...value }) : value)
}
