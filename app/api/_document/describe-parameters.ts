import type { z } from 'zod'
import type { Operation } from '#app/api/_answer/operation.ts'
import { FORMATS } from '#app/api/_answer/read-query.ts'
import { isOptional, type JsonSchema, jsonSchema } from './json-schema.ts'

/** The parameters of an operation: of its path, its filters by the schema that reads them, and those that every one takes. */
export function describeParameters(operation: Operation): JsonSchema[] {
  const path = Object.entries(operation.params?.shape ?? {}).map(([name, schema]) =>
    parameter({ name, place: 'path', schema: schema as z.ZodType, required: true }),
  )
  if (operation.kind === 'file') return path
  const filters = Object.entries(operation.query.shape).map(([name, schema]) =>
    parameter({ name, place: 'query', schema: schema as z.ZodType, required: !isOptional(schema as z.ZodType) }),
  )
  return [...path, ...filters, fields(operation.row), ...(operation.kind === 'list' ? [FORMAT] : []), IF_NONE_MATCH]
}

type Parameter = { name: string; place: 'path' | 'query'; schema: z.ZodType; required: boolean }

function parameter({ name, place, schema, required }: Parameter): JsonSchema {
  const { description, ...shape } = jsonSchema(schema)
  return {
    name,
    in: place,
    required,
    ...(description !== undefined && { description }),
    schema: shape,
    ...(shape.type === 'array' && { style: 'form', explode: false }),
  }
}

const fields = (row: z.ZodObject): JsonSchema => ({
  name: 'fields',
  in: 'query',
  required: false,
  description: 'Only these fields, in this order',
  schema: { type: 'array', items: { type: 'string', enum: Object.keys(row.shape) } },
  style: 'form',
  explode: false,
})

const FORMAT: JsonSchema = {
  name: 'format',
  in: 'query',
  required: false,
  description: 'The whole list as a file, whatever the page; `Accept` of CSV or NDJSON does the same',
  schema: { type: 'string', enum: FORMATS },
}

const IF_NONE_MATCH: JsonSchema = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'The ETag of an answer you have: 304 while it holds',
  schema: { type: 'string' },
}
