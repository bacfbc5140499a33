import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

type Response = { $ref?: string; content?: Record<string, { schema?: object }> }
export type ApiOperation = { operationId: string; responses: Record<string, Response>; parameters: object[] }
export type ApiDocument = { paths: Record<string, Record<string, ApiOperation>>; components: object }

/** Every operation of a document, with its method and path. */
export const operationsOf = (document: ApiDocument) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method })),
  )

/** What is wrong with an answer by its document: a status or a media type that is not named, a body that does not fit. */
export function answerChecker(document: ApiDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false })
  addFormats.default(ajv)
  ajv.addSchema(document, 'api')
  return (
    operation: ApiOperation & { path: string; method: string },
    status: number,
    mediaType: string,
    text: string,
  ) => {
    const pointer = (parts: string[]) => parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')
    const named = operation.responses[status]
    if (!named) return [`status ${status} is not named`]
    const place = named.$ref
      ? named.$ref.slice(2).split('/')
      : ['paths', operation.path, operation.method, 'responses', String(status)]
    const response = place.reduce<unknown>(
      (part, name) => (part as Record<string, unknown>)[name],
      document,
    ) as Response
    if (!response.content?.[mediaType]) return [`media type ${mediaType} is not named`]
    if (!mediaType.endsWith('json') || !response.content[mediaType].schema) return []
    const $ref = `api#/${pointer([...place, 'content', mediaType, 'schema'])}`
    const validate = ajv.compile({ $ref })
    return validate(JSON.parse(text))
      ? []
      : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
  }
}
