import type { JsonSchema } from '#app/api/_document/json-schema.ts'

/** What a value is, in the words of a reader: `number or null`, `list of open | closed`. */
export function typeWords(schema: JsonSchema): string {
  const either = asList(schema.anyOf)
  if (either.length) return [...new Set(either.map(typeWords))].join(' or ')
  const values = Array.isArray(schema.enum) ? schema.enum : []
  if (values.length) return values.map(String).join(' | ')
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeWords({ ...schema, type })).join(' or ')
  if (schema.type === 'array') return `list of ${typeWords(asSchema(schema.items))}`
  if (schema.format === 'date-time') return 'time'
  if (schema.format === 'date') return 'day'
  if (schema.type === 'object') return 'object'
  return typeof schema.type === 'string' ? schema.type : 'anything'
}

export type FieldRow = { name: string; type: string; description: string }

/** The fields of a schema in order, with those of the objects and lists in it under their own: `events[].at`. */
export function fieldRows(schema: JsonSchema, prefix = ''): FieldRow[] {
  return Object.entries(asSchema(schema.properties)).flatMap(([name, given]) => {
    const field = asSchema(given)
    const description = typeof field.description === 'string' ? field.description : ''
    const inner = asList(field.anyOf).find(({ type }) => type === 'object') ?? field
    const isList = inner.type === 'array'
    return [
      { name: `${prefix}${name}`, type: typeWords(field), description },
      ...fieldRows(isList ? asSchema(inner.items) : inner, `${prefix}${name}${isList ? '[]' : ''}.`),
    ]
  })
}

const asSchema = (value: unknown): JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
const asList = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.map(asSchema) : [])
