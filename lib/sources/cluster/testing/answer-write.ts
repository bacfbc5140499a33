import type { IncomingMessage } from 'node:http'
import { parse } from 'yaml'
import { z } from 'zod'
import { type Exchange, sendJson, sendStatus } from './exchange.ts'
import { apiVersionOf, objectKey, type Resource } from './object-store.ts'

const MAX_BODY_BYTES = 3 * 1024 * 1024
const KubeObjectBody = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: z.looseObject({
    name: z.string().min(1),
    namespace: z.string().optional(),
    uid: z.string().optional(),
    resourceVersion: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
})

/** Answers POST, PUT, PATCH (a JSON merge patch) and DELETE of one object. */
export async function answerWrite(
  exchange: Exchange,
  resource: Resource,
  version: string,
  namespace: string | undefined,
  name: string | undefined,
): Promise<void> {
  const { request, store } = exchange
  const path = resource.group ? `${resource.plural}.${resource.group}` : resource.plural
  const existing = name ? resource.objects.get(objectKey(namespace, name)) : undefined
  const typed = { apiVersion: apiVersionOf(resource.group, version), kind: resource.kind }
  const details = { name, group: resource.group, kind: resource.plural }
  if (name && !existing) return sendStatus(exchange, 404, 'NotFound', `${path} "${name}" not found`, { details })

  if (request.method === 'DELETE') {
    if (!name) return sendStatus(exchange, 405, 'MethodNotAllowed', 'only single objects can be deleted')
    const gone = store.delete(resource, namespace, name)
    const deleted = { ...details, uid: gone?.metadata.uid }
    const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details: deleted }
    return sendJson(exchange, 200, status)
  }

  if (/protobuf|cbor/.test(request.headers['content-type'] ?? ''))
    return sendStatus(exchange, 415, 'UnsupportedMediaType', 'the body is not JSON or YAML')
  const body = await readBody(request)
  const merged = request.method === 'PATCH' ? mergePatch(existing, body) : body
  const object = KubeObjectBody.safeParse(merged)
  if (!object.success) return sendStatus(exchange, 400, 'BadRequest', z.prettifyError(object.error))
  const { apiVersion = typed.apiVersion, kind = typed.kind, metadata } = object.data
  const isInPlace = metadata.namespace === undefined || metadata.namespace === namespace
  if (apiVersion !== typed.apiVersion || kind !== typed.kind || !isInPlace || (name && metadata.name !== name))
    return sendStatus(exchange, 400, 'BadRequest', 'the object does not belong to the path it was sent to')
  if (request.method === 'POST' && resource.objects.has(objectKey(namespace, metadata.name)))
    return sendStatus(exchange, 409, 'AlreadyExists', `${path} "${metadata.name}" already exists`, { details })
  if (metadata.resourceVersion && existing && metadata.resourceVersion !== existing.metadata.resourceVersion)
    return sendStatus(exchange, 409, 'Conflict', `${path} "${metadata.name}" has been modified`, { details })

  const { apiVersion: _, kind: __, ...rest } = object.data
  const stored = store.put(resource, { ...rest, metadata: { ...metadata, namespace } })
  sendJson(exchange, request.method === 'POST' ? 201 : 200, { ...stored, ...typed })
}

/** JSON or YAML; undefined when it is neither or too long, which no schema accepts. */
async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  if (bytes > MAX_BODY_BYTES) return undefined
  try {
    return parse(Buffer.concat(chunks).toString())
  } catch {
    return undefined
  }
}

function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const merged: Record<string, unknown> = isRecord(target) ? { ...target } : {}
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field]
    else merged[field] = mergePatch(merged[field], value)
  }
  return merged
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
