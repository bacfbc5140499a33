import { z } from 'zod'

export type JsonSchema = { [key: string]: unknown }

/** A zod schema as the JSON Schema of what is sent. A Date is a time in RFC 3339. */
export function jsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _$schema, ...made } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'output',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: made }) => {
      if (zodSchema._zod.def.type !== 'date') return
      made.type = 'string'
      made.format = 'date-time'
    },
  })
  return made
}

/** True when a parameter may be left out. */
export const isOptional = (schema: z.ZodType): boolean => schema.safeParse(undefined).success
