import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { hasBody, isUpload, judgeRequest, type Refusal } from './judge-request.ts'
import type { Rate } from './limit-rate.ts'
import { setOwnHeaders } from './own-headers.ts'
import { SERVER_LIMITS, type ServerLimits } from './server-limits.ts'

type Options = {
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  limitRate?: (request: IncomingMessage) => Promise<Rate | undefined>
  /** On every answer, unless the answer says otherwise. */
  headers: readonly (readonly [string, string])[]
  /** How many proxies stand in front; see `callerAddress`. */
  trustedProxies: number
  baseUrl: string
  limits?: ServerLimits
}

/** How long a caller that is refused may go on sending, so that it reads the answer instead of a broken connection. */
const LINGER_MS = 2_000

/**
 * An HTTP server that nobody can hold up: heads, bodies, silence and connections are bounded before anything is asked of
 * `handle`, and what a request says of its way here is replaced by what is known.
 */
export function boundedServer(options: Options): Server {
  const { headers, trustedProxies, baseUrl, limits = SERVER_LIMITS } = options
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.uploadMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.checkMs,
      maxHeaderSize: limits.headerBytes,
    },
    (request, response) => {
      for (const [name, value] of headers) response.setHeader(name, value)
      const refusal = judgeRequest(request, limits)
      if (refusal) return refuse(request, response, refusal)
      setOwnHeaders(request, { trustedProxies, baseUrl })
      if (hasBody(request)) boundBody(request, limits)
      passOn(request, response, options).catch(() => response.destroy())
    },
  )
  server.timeout = limits.stalledMs
  server.maxConnections = limits.connections
  // A proxy has the connections of everybody behind it.
  return trustedProxies ? server : boundConnections(server, limits.connectionsOfOneAddress)
}

async function passOn(request: IncomingMessage, response: ServerResponse, { handle, limitRate }: Options) {
  const rate = await limitRate?.(request)
  if (rate) {
    response.setHeader('ratelimit-limit', rate.limit)
    response.setHeader('ratelimit-remaining', rate.remaining)
    response.setHeader('ratelimit-reset', rate.resetSeconds)
    if (rate.isOver) return refuse(request, response, tooMany(rate))
  }
  await handle(request, response)
}

const tooMany = ({ limit, resetSeconds }: Rate): Refusal => ({
  status: 429,
  title: 'Too many requests',
  detail: `There may be ${limit} requests a minute. Come again in ${resetSeconds} seconds.`,
  headers: { 'retry-after': String(resetSeconds) },
})

/** A body has to keep coming and to end; a form sooner than an upload, for which the server's own limit is made. */
function boundBody(request: IncomingMessage, { silentMs, bodyMs, stalledMs }: ServerLimits): void {
  const { socket } = request
  socket.setTimeout(silentMs)
  const deadline = isUpload(request.url) ? undefined : setTimeout(() => socket.destroy(), bodyMs)
  const isThrough = () => {
    clearTimeout(deadline)
    socket.setTimeout(stalledMs)
  }
  request.once('end', isThrough).once('close', () => clearTimeout(deadline))
}

function boundConnections(server: Server, most: number): Server {
  const open = new Map<string, number>()
  return server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (open.get(address) ?? 0) + 1
    if (count > most) return void socket.destroy()
    open.set(address, count)
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1
      if (left) open.set(address, left)
      else open.delete(address)
    })
  })
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, title, detail, headers }: Refusal): void {
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.write(JSON.stringify({ type: 'about:blank', title, status, detail }))
  const end = () => response.end()
  const timer = setTimeout(end, LINGER_MS)
  request.once('close', () => clearTimeout(timer)).once('end', end)
  request.resume()
}
