import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { type Exchange, sendJson, sendStatus } from './exchange.ts'
import { apiVersionOf, type KubeObject, type Resource } from './object-store.ts'
import { selects } from './selects.ts'

const Token = z.object({ v: z.literal('meta.k8s.io/v1'), rv: z.number(), start: z.string() })
const PIECES = 4
const PIECE_MS = 3
const TOO_OLD =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter, or use the continue token in this response to retrieve the remainder of the results.'

/** Answers a list: whole, or page by page from the moment of its first page. */
export function answerList(exchange: Exchange, resource: Resource, version: string, namespace: string | undefined) {
  const { url, store, options } = exchange
  const query = url.searchParams
  const isSelected = selects(query)
  const revisionAsked = query.get('resourceVersion')
  const wants = (object: KubeObject) =>
    (!namespace || object.metadata.namespace === namespace) && (isSelected?.(object) ?? true)

  if (query.get('continue') && revisionAsked && revisionAsked !== '0')
    return sendStatus(exchange, 400, 'BadRequest', 'specifying resource version is not allowed when using continue')
  if (query.get('resourceVersionMatch') && !revisionAsked)
    return sendStatus(exchange, 422, 'Invalid', 'resourceVersionMatch is forbidden unless resourceVersion is provided')
  if (options.unpagedGroups.includes(resource.group)) {
    const items = [...resource.objects.values()].filter(wants).map(({ apiVersion: _, kind: __, ...bare }) => bare)
    return sendList(exchange, resource, version, { resourceVersion: '1' }, items.length > 0 ? items : null)
  }

  let revision = store.revision
  let start = ''
  let objects = resource.objects
  const given = query.get('continue')
  if (given) {
    const token = parseToken(given)
    if (!token) return sendStatus(exchange, 400, 'BadRequest', 'continue key is not valid')
    start = token.start
    if (token.rv > 0) {
      const pinned = resource.pinned.get(token.rv)
      if (!pinned) {
        const metadata = { continue: continueToken(-1, start) }
        return sendStatus(exchange, 410, 'Expired', TOO_OLD, { metadata })
      }
      revision = token.rv
      objects = pinned
    }
  }

  const keys = [...objects.keys()].sort().filter((key) => key >= start)
  const limit = revisionAsked === '0' ? 0 : Number(query.get('limit') ?? 0)
  const wanted = keys.flatMap((key) => {
    const object = objects.get(key)
    return object && wants(object) ? [{ key, object }] : []
  })
  const shown = limit > 0 ? wanted.slice(0, limit) : wanted
  const last = shown.at(-1)
  const metadata: Record<string, unknown> = { resourceVersion: String(revision) }
  if (resource.group.includes('.')) metadata.continue = ''
  if (shown.length < wanted.length && last) {
    const pinnedAt = objects === resource.objects ? store.pin(resource) : revision
    metadata.continue = continueToken(pinnedAt, `${last.key}\u0000`)
    if (!isSelected) metadata.remainingItemCount = wanted.length - shown.length
  }
  const apiVersion = apiVersionOf(resource.group, version)
  const items = shown.map(({ object }) => ({ ...object, apiVersion, kind: resource.kind }))
  sendList(exchange, resource, version, metadata, items)
}

function sendList(
  exchange: Exchange,
  resource: Resource,
  version: string,
  metadata: unknown,
  items: { metadata: unknown }[] | null,
): void {
  if (/as=PartialObjectMetadataList/.test(String(exchange.request.headers.accept ?? ''))) {
    const bare = items?.map((item) => ({ metadata: item.metadata })) ?? null
    sendJson(exchange, 200, {
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
      items: bare,
    })
    return
  }
  const body = {
    apiVersion: apiVersionOf(resource.group, version),
    items,
    kind: `${resource.kind}List`,
    metadata,
  }
  if (exchange.fault?.action === 'cut') cutShort(exchange, JSON.stringify(body))
  else if (exchange.fault?.action === 'slow') void sendSlowly(exchange, JSON.stringify(body))
  else sendJson(exchange, 200, body)
}

/** In pieces, with a pause after each. */
async function sendSlowly({ response }: Exchange, text: string): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  const size = Math.ceil(text.length / PIECES)
  for (let at = 0; at < text.length && !response.destroyed; at += size) {
    response.write(text.slice(at, at + size))
    await delay(PIECE_MS)
  }
  response.end()
}

function cutShort({ response, request, fault }: Exchange, text: string): void {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.write(text.slice(0, fault?.afterBytes ?? text.length / 2), () => request.socket.destroy())
}

const continueToken = (rv: number, start: string) =>
  Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv, start })).toString('base64url')

function parseToken(text: string): z.infer<typeof Token> | undefined {
  try {
    return Token.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    return undefined
  }
}
