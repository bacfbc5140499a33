import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import nextModule from 'next'
import { readEnv } from '#lib/env.ts'
import { ProductError } from '#lib/errors.ts'
import { boundedServer } from '#lib/http/bounded-server.ts'
import { rateLimiter } from '#lib/http/limit-rate.ts'
import { securityHeaders } from '#lib/http/security-headers.ts'
import { maskOutput } from '#lib/log/mask-output.ts'

/** How long answers that are on their way may take after the program was told to stop. */
const GRACE_MS = 20_000

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>
type App = { prepare: () => Promise<void>; getRequestHandler: () => Handler; close: () => Promise<void> }
// Next is CommonJS, and its types say otherwise before and after some of them are generated; it is a function at run time.
const next = nextModule as unknown as (options: { dev: boolean; dir: string; port: number }) => App

// The web program: Next's own handler behind a server that settles who calls, and cuts off whoever takes too long.
maskOutput()
try {
  const { port, baseUrl, trustedProxies } = readEnv()
  const app = next({ dev: process.argv.includes('--dev'), dir: fileURLToPath(new URL('..', import.meta.url)), port })
  await app.prepare()
  const handle = app.getRequestHandler()
  const server = boundedServer({
    handle,
    limitRate: rateLimiter(),
    headers: securityHeaders(baseUrl),
    trustedProxies,
    baseUrl,
  })
  await listen(server, port)
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(name, async () => {
      await drain(server)
      await app.close()
      process.exit(0)
    })
} catch (error) {
  const message = error instanceof ProductError ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`muniment: ${message}\n`)
  process.exit(1)
}

function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen(port, () => resolve())
  return promise
}

/** Takes no more connections, lets answers finish, and closes what is left after a while. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise((done) => server.close(done))
  const idle = setInterval(() => server.closeIdleConnections(), 100)
  await Promise.race([closed, sleep(GRACE_MS)])
  clearInterval(idle)
  server.closeAllConnections()
}
