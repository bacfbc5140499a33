import type { z } from 'zod'
import type { Operation } from '#app/api/_answer/operation.ts'
import { TAGS } from '#app/api/_answer/operation.ts'
import { PRODUCT_VERSION } from '#app/api/_answer/product-version.ts'
import { describeAnswers } from './describe-answers.ts'
import { describeParameters } from './describe-parameters.ts'
import { ingestPath } from './ingest-path.ts'
import { type JsonSchema, jsonSchema } from './json-schema.ts'
import { PROBLEM, PROBLEM_ANSWERS } from './problem-answers.ts'

export type Document = {
  openapi: string
  info: JsonSchema
  paths: Record<string, Record<string, DescribedOperation>>
  components: { schemas: Record<string, JsonSchema>; [part: string]: unknown }
  [part: string]: unknown
}
export type DescribedOperation = {
  operationId: string
  tags: string[]
  summary: string
  description: string
  parameters: JsonSchema[]
  responses: Record<string, JsonSchema>
  [part: string]: unknown
}

/** The OpenAPI 3.1 document of the operations, made from the schemas they answer by. */
export function makeDocument(operations: readonly Operation[], baseUrl: string): Document {
  const paths: Document['paths'] = {}
  for (const operation of operations) {
    paths[operation.path] = {
      get: {
        operationId: operation.id,
        tags: [operation.tag],
        summary: operation.summary,
        description: [operation.words, ...permissionWords(operation)].join(' '),
        parameters: describeParameters(operation),
        responses: describeAnswers(operation),
      },
    }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Muniment',
      version: PRODUCT_VERSION,
      description:
        'Policy results as one history, the controls they speak for, and the evidence. Every answer holds only what the asker may see.',
    },
    servers: [{ url: baseUrl }],
    tags: TAGS.map((name) => ({ name })),
    security: [{ token: [] }, { session: [] }],
    paths: { ...paths, ...ingestPath() },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A read token: Authorization: Bearer mnt_…' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: baseUrl.startsWith('https:') ? '__Secure-muniment.session_token' : 'muniment.session_token',
          description: 'The session of a browser that is signed in',
        },
        ingest: { type: 'http', scheme: 'bearer', description: 'An ingest token of one source, for uploads alone' },
      },
      schemas: { ...schemasOf(operations), Problem: PROBLEM },
      responses: PROBLEM_ANSWERS,
    },
  }
}

function permissionWords({ permission }: Operation): string[] {
  return permission ? [`Needs the permission ${permission}.`] : []
}

/** Two operations may answer the same kind of row, by one schema and no other. */
function schemasOf(operations: readonly Operation[]): Record<string, JsonSchema> {
  const rows = new Map<string, z.ZodObject>()
  for (const operation of operations) {
    if (operation.kind === 'file') continue
    const known = rows.get(operation.rowName)
    if (known && known !== operation.row)
      throw new Error(`${operation.id}: there is another row that is called ${operation.rowName}`)
    rows.set(operation.rowName, operation.row)
  }
  return Object.fromEntries([...rows].map(([name, row]) => [name, jsonSchema(row)]))
}
