import type { DescribedOperation, Document } from '#app/api/_document/make-document.ts'
import { type FieldRow, fieldRows, typeWords } from './type-words.ts'

type ParameterRow = FieldRow & { place: string; isRequired: boolean }
export type ReferenceOperation = {
  id: string
  method: string
  path: string
  summary: string
  description: string
  command: string
  parameters: ParameterRow[]
  /** Of a row, or of the one thing; none for a file. */
  fields: FieldRow[]
  answers: { status: string; words: string }[]
}
type Group = { tag: string; operations: ReferenceOperation[] }

/** What the page of the API shows: the operations of the document by tag, each with a command to try it. */
export function prepareReference(document: Document, baseUrl: string): Group[] {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))]
  return tags.map((tag) => ({
    tag,
    operations: operations
      .filter(({ operation }) => operation.tags.includes(tag))
      .map(({ path, method, operation }) => ({
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        summary: operation.summary,
        description: operation.description,
        command: commandOf({ path, method, operation, baseUrl }),
        parameters: parametersOf(operation),
        fields: fieldsOf(document, operation),
        answers: Object.entries(operation.responses).map(([status, answer]) => ({
          status,
          words: String(named(document, answer).description ?? ''),
        })),
      })),
  }))
}

type Tried = { path: string; method: string; operation: DescribedOperation; baseUrl: string }

function commandOf({ path, method, operation, baseUrl }: Tried): string {
  const query = parametersOf(operation)
    .filter(({ place, isRequired }) => place === 'query' && isRequired)
    .map(({ name, type }) => `${name}=${type.includes(' | ') ? type.split(' | ')[0] : (EXAMPLES[name] ?? name)}`)
    .join('&')
  const body = method === 'post' ? ' --data-binary @results.sarif' : ''
  const address = `${baseUrl}${path.replace('{format}', 'sarif')}${query ? `?${query}` : ''}`
  return `curl --fail-with-body -H "Authorization: Bearer $TOKEN"${body} "${address}"`
}

const EXAMPLES: Record<string, string> = { framework: 'soc2' }

const parametersOf = ({ parameters }: DescribedOperation): ParameterRow[] =>
  parameters.map(({ name, in: place, required, description, schema }) => ({
    name: String(name),
    place: String(place),
    isRequired: required === true,
    type: typeWords({ ...(typeof schema === 'object' ? schema : {}) }),
    description: [description, defaultWords(schema)].filter(Boolean).join('. '),
  }))

function defaultWords(schema: unknown): string {
  const value = typeof schema === 'object' && schema !== null ? Reflect.get(schema, 'default') : undefined
  return value === undefined ? '' : `Default: ${String(value)}`
}

function fieldsOf(document: Document, { responses }: DescribedOperation): FieldRow[] {
  const text = JSON.stringify(responses['200'] ?? {})
  const [, name] = /"#\/components\/schemas\/(\w+)"/.exec(text) ?? []
  return name ? fieldRows(document.components.schemas[name] ?? {}) : []
}

function named(document: Document, answer: { [part: string]: unknown }): { description?: unknown } {
  const [, name] = /^#\/components\/responses\/(\w+)$/.exec(String(answer.$ref ?? '')) ?? []
  const responses = document.components.responses
  return name && typeof responses === 'object' && responses !== null ? (Reflect.get(responses, name) ?? {}) : answer
}
