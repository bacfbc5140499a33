import type { z } from 'zod'
import { IngestQuery } from '#app/api/v1/ingest/[format]/ingest-query.ts'
import { type JsonSchema, jsonSchema } from './json-schema.ts'
import type { Document } from './make-document.ts'

/** The door of uploads, which has a handler of its own. */
export const ingestPath = (): Document['paths'] => ({
  '/api/v1/ingest/{format}': {
    post: {
      operationId: 'ingest',
      tags: ['Sources'],
      summary: 'Upload results',
      description:
        'One document of results for the source of an ingest token, gzip allowed. The same bytes of the same run are stored once and answer 200 with the first scan.',
      security: [{ ingest: [] }],
      parameters: [
        {
          name: 'format',
          in: 'path',
          required: true,
          schema: { type: 'string', enum: ['sarif', 'junit', 'report', 'gatekeeper'] },
        },
        ...Object.entries(IngestQuery.shape).map(([name, schema]) => ({
          name,
          in: 'query',
          required: false,
          schema: jsonSchema(schema as z.ZodType),
        })),
      ],
      requestBody: { required: true, content: { 'application/octet-stream': {} } },
      responses: {
        '200': { description: 'It was here already', content: stored },
        '202': { description: 'It is stored', content: stored },
        ...Object.fromEntries(
          ['401', '403', '404', '409', '413', '422', '429', '500', '503'].map((status) => [
            status,
            { $ref: `#/components/responses/${status}` },
          ]),
        ),
      },
    },
  },
})

const stored: JsonSchema = {
  'application/json': {
    schema: {
      type: 'object',
      properties: {
        scanId: { type: 'string' },
        replayed: { type: 'boolean' },
        document: { type: 'object' },
        scans: { type: 'array', items: { type: 'object' } },
      },
      required: ['replayed', 'document', 'scans'],
    },
  },
}
