import type { JsonSchema } from './json-schema.ts'

/** An error as RFC 9457 has it. */
export const PROBLEM: JsonSchema = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What to change' },
  },
  required: ['type', 'title', 'status'],
}

const WORDS: Record<string, string> = {
  400: 'A parameter is not known or not understood; the detail names it',
  401: 'No session, and no token that counts',
  403: 'Not for this role or this kind of token',
  404: 'Nothing of this name, or not for you',
  406: 'It is not there in a type that the request accepts',
  409: 'It does not fit what is there',
  413: 'The upload is too large; the detail names the limit',
  422: 'It was understood, and cannot be done',
  429: 'Too many requests; Retry-After says when to come again',
  500: 'A fault of the server, whose log has the reason',
  503: 'A part of the server does not answer now',
}

export const PROBLEM_ANSWERS: Record<string, JsonSchema> = Object.fromEntries(
  Object.entries(WORDS).map(([status, description]) => [
    status,
    { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
  ]),
)
