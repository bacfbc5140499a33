import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import nextModule from 'next'
import { readEnv } from '#lib/env.ts'
import { callerAddress } from './_server/caller-address.ts'

/** A slow line may take this long for an upload of the largest size that is accepted. */
const REQUEST_MS = 15 * 60_000
const HEADERS_MS = 20_000
const KEPT_OPEN_MS = 65_000
const MAX_HEADER_BYTES = 64 * 1024
const MAX_CONNECTIONS = 2_000
/** What only a proxy may say; this program says it itself. */
const FORWARDED = ['forwarded', 'x-real-ip', 'x-nonce', 'x-middleware-subrequest']

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>
type App = { prepare: () => Promise<void>; getRequestHandler: () => Handler }
// Next is CommonJS, and its types say otherwise before and after some of them are generated; it is a function at run time.
const next = nextModule as unknown as (options: { dev: boolean; dir: string; port: number }) => App

// The web program: Next's own handler behind a server that settles who calls, and cuts off whoever takes too long.
const { port, trustedProxies } = readEnv()
const app = next({ dev: process.argv.includes('--dev'), dir: fileURLToPath(new URL('..', import.meta.url)), port })
await app.prepare()
const handle = app.getRequestHandler()

const server = createServer(
  { maxHeaderSize: MAX_HEADER_BYTES, connectionsCheckingInterval: 5_000 },
  (request, response) => {
    const { headers, socket } = request
    const address = callerAddress(headers['x-forwarded-for'], socket.remoteAddress ?? '', trustedProxies)
    for (const name of FORWARDED) delete headers[name]
    headers['x-forwarded-for'] = address
    handle(request, response).catch(() => response.destroy())
  },
)
server.headersTimeout = HEADERS_MS
server.requestTimeout = REQUEST_MS
server.keepAliveTimeout = KEPT_OPEN_MS
server.maxConnections = MAX_CONNECTIONS
server.listen(port)

const stop = () => {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), 10_000).unref()
}
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop)
