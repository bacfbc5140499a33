import type { ListOperation, OneOperation, Operation } from '#app/api/_answer/operation.ts'
import { type JsonSchema, jsonSchema } from './json-schema.ts'

/** What an operation can answer. */
export function describeAnswers(operation: Operation): Record<string, JsonSchema> {
  const problems = ['400', '401', '403', ...(operation.kind === 'file' ? [] : ['406']), '404', '429', '500', '503']
  return {
    '200': operation.kind === 'file' ? fileAnswer(operation.mediaType) : rowAnswer(operation),
    ...(operation.kind !== 'file' && { '304': { description: 'You have it already' } }),
    ...Object.fromEntries(problems.map((status) => [status, { $ref: `#/components/responses/${status}` }])),
  }
}

const fileAnswer = (mediaType: string): JsonSchema => ({
  description: 'The file',
  content: { [mediaType]: mediaType === 'application/json' ? {} : { schema: { type: 'string', format: 'binary' } } },
})

function rowAnswer(operation: ListOperation | OneOperation): JsonSchema {
  const row = { $ref: `#/components/schemas/${operation.rowName}` }
  const headers = {
    ETag: { description: 'Changes when the answer does', schema: { type: 'string' } },
    ...(operation.kind === 'list' && {
      Link: { description: 'The next, previous and first page (RFC 8288)', schema: { type: 'string' } },
    }),
  }
  if (operation.kind === 'one')
    return {
      description: operation.summary,
      headers,
      content: { 'application/json': { schema: envelope({ data: row }) } },
    }
  return {
    description: operation.summary,
    headers,
    content: {
      'application/json': { schema: listSchema(operation, row) },
      'text/csv': { schema: { type: 'string', description: 'The whole list, with a head' } },
      'application/x-ndjson': { schema: { type: 'string', description: 'The whole list, a row a line' } },
    },
  }
}

/** A file made by `format=json` has the rows alone, so that nothing beside them is required. */
function listSchema({ beside }: ListOperation, row: JsonSchema): JsonSchema {
  const { properties = {} } = (beside ? jsonSchema(beside) : {}) as { properties?: JsonSchema }
  return envelope({ data: { type: 'array', items: row }, page: PAGE, ...properties, total: TOTAL })
}

const envelope = (properties: JsonSchema): JsonSchema => ({
  type: 'object',
  properties: { ...properties, askedAt: ASKED_AT },
  required: ['data'],
  additionalProperties: false,
})

const PAGE: JsonSchema = {
  type: 'object',
  properties: {
    limit: { type: 'integer' },
    next: { type: ['string', 'null'], description: 'The cursor for `after`; null on the last page' },
    previous: { type: ['string', 'null'], description: 'The cursor for `before`; null on the first page' },
  },
  required: ['limit', 'next', 'previous'],
  additionalProperties: false,
}

const TOTAL: JsonSchema = {
  type: 'object',
  properties: {
    count: { type: 'integer' },
    capped: { type: 'boolean', description: 'There are more: counting stopped' },
  },
  required: ['count', 'capped'],
  additionalProperties: false,
}

const ASKED_AT: JsonSchema = {
  type: 'string',
  format: 'date-time',
  description: 'The minute of asking, where the answer depends on it',
}
