import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingHttpHeaders } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { boundedServer } from './bounded-server.ts'
import { rateLimiter } from './limit-rate.ts'
import { SERVER_LIMITS, type ServerLimits } from './server-limits.ts'

let seen: IncomingHttpHeaders = {}
const accepted: Socket[] = []

/** A server that reads the whole body and says how much it was. */
async function start(limits: Partial<ServerLimits> = {}, trustedProxies = 0) {
  const server = boundedServer({
    handle: async (request, response) => {
      seen = request.headers
      const body = await text(request)
      response.end(`read ${body.length}`)
    },
    limitRate: rateLimiter({ reads: 2, uploads: 2, address: 100 }),
    headers: [['x-content-type-options', 'nosniff']],
    trustedProxies,
    baseUrl: 'https://muniment.example.com',
    limits: { ...SERVER_LIMITS, checkMs: 20, ...limits },
  })
  server.on('connection', (socket) => accepted.push(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

/** All that comes back until the server ends the connection, and how long that took. */
async function talk(port: number, say: (socket: Socket) => void): Promise<{ answer: string; ms: number }> {
  const began = performance.now()
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.on('error', () => {})
  const closed = new Promise((done) => socket.once('close', done))
  say(socket)
  await closed
  return { answer, ms: performance.now() - began }
}

/** Writes a byte now and then for as long as it is let. */
function drip(socket: Socket, byte = 'x'): void {
  const timer = setInterval(() => socket.write(byte), 20)
  socket.once('close', () => clearInterval(timer))
}

const POST = (length: number, path = '/form', more = '') =>
  `POST ${path} HTTP/1.1\r\nhost: here\r\ncontent-length: ${length}\r\nconnection: close\r\n${more}\r\n`

test('a head that comes byte by byte is cut when its time is over', async () => {
  const port = await start({ headersMs: 300 })
  const { answer, ms } = await talk(port, (socket) => {
    socket.write('GET / HTTP/1.1\r\nhost: here\r\nx-slow: ')
    drip(socket)
  })
  assert.match(answer, /^HTTP\/1\.1 408 /)
  assert.ok(ms >= 250 && ms < 3_000, `${ms} ms`)
})

test('a connection that says nothing is cut as well', async () => {
  const { ms } = await talk(await start({ headersMs: 300 }), () => {})
  assert.ok(ms < 3_000, `${ms} ms`)
})

test('a form that comes byte by byte is cut, while an upload may go on for as long as bytes come', async () => {
  const port = await start({ bodyMs: 300, silentMs: 2_000 })
  const form = await talk(port, (socket) => {
    socket.write(POST(10_000))
    drip(socket)
  })
  assert.equal(form.answer, '')
  assert.ok(form.ms < 3_000, `${form.ms} ms`)
  const upload = await talk(port, (socket) => {
    socket.write(POST(40, '/api/v1/ingest/sarif'))
    drip(socket)
  })
  assert.ok(upload.ms > 500, `${upload.ms} ms`)
  assert.match(upload.answer, /read 40/)
})

test('an upload that falls silent is cut, and so is one that takes longer than any', async () => {
  const silent = await talk(await start({ silentMs: 200 }), (socket) =>
    socket.write(`${POST(1_000, '/api/v1/ingest/sarif')}{`),
  )
  assert.ok(silent.ms < 3_000, `${silent.ms} ms`)
  const endless = await talk(await start({ headersMs: 200, uploadMs: 400 }), (socket) => {
    socket.write(POST(1_000, '/api/v1/ingest/sarif'))
    drip(socket)
  })
  assert.ok(endless.ms >= 350 && endless.ms < 3_000, `${endless.ms} ms`)
})

test('what is too large is refused before it is read, with the limit named', async () => {
  const { answer } = await talk(await start(), (socket) => {
    socket.write(POST(2 * 1024 * 1024))
    socket.write(Buffer.alloc(2 * 1024 * 1024, 'x'))
  })
  assert.match(answer, /^HTTP\/1\.1 413 /)
  assert.match(answer, /application\/problem\+json/)
  assert.match(answer, /larger than 1 MiB/)
  assert.match(answer, /x-content-type-options: nosniff/i)
})

test('a head of more than 16 KiB is refused', async () => {
  const { answer } = await talk(await start(), (socket) =>
    socket.write(`GET / HTTP/1.1\r\nhost: here\r\ncookie: ${'x'.repeat(20_000)}\r\n\r\n`),
  )
  assert.match(answer, /^HTTP\/1\.1 431 /)
})

test('one address has so many connections and no more; those that end make room', async () => {
  const port = await start({ connectionsOfOneAddress: 2 })
  const held = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')]
  for (const socket of held) socket.on('error', () => {})
  await Promise.all(held.map((socket) => once(socket, 'connect')))
  assert.equal((await talk(port, (socket) => socket.write(POST(0)))).answer, '')
  const [first] = accepted.slice(-3)
  held[0]?.destroy()
  if (first) await once(first, 'close')
  assert.match((await talk(port, (socket) => socket.write(POST(0)))).answer, /read 0/)
  held[1]?.destroy()
})

test('a request comes from where its connection comes from, whatever it says', async () => {
  const lies =
    'x-forwarded-for: 203.0.113.5\r\nx-real-ip: 203.0.113.5\r\nforwarded: for=203.0.113.5\r\nx-forwarded-host: evil.example\r\nx-forwarded-proto: http\r\nx-nonce: mine\r\n'
  await talk(await start(), (socket) => socket.write(POST(0, '/', lies)))
  assert.equal(seen['x-forwarded-for'], '127.0.0.1')
  assert.equal(seen['x-forwarded-proto'], 'https')
  for (const name of ['x-real-ip', 'forwarded', 'x-forwarded-host', 'x-nonce'])
    assert.equal(seen[name], undefined, name)
  await talk(await start({}, 1), (socket) => socket.write(POST(0, '/', lies)))
  assert.equal(seen['x-forwarded-for'], '203.0.113.5')
  assert.equal(seen['x-forwarded-host'], 'evil.example')
  assert.equal(seen['x-real-ip'], undefined)
})

test('a door says how much of its rate is left, and over it when to come again', async () => {
  const port = await start()
  const ask = () => talk(port, (socket) => socket.write(POST(0, '/api/v1/findings')))
  const first = await ask()
  assert.match(first.answer, /^HTTP\/1\.1 200 /)
  assert.match(first.answer, /ratelimit-limit: 2\r\nratelimit-remaining: 1\r\nratelimit-reset: \d+/i)
  await ask()
  const { answer } = await ask()
  assert.match(answer, /^HTTP\/1\.1 429 /)
  assert.match(answer, /retry-after: \d+/i)
  assert.match(answer, /application\/problem\+json/)
})
