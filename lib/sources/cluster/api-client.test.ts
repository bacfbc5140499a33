import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openApiClient } from './api-client.ts'
import { ApiError } from './api-error.ts'
import { KINDS } from './testing/kinds.ts'
import { openFakeCluster } from './testing/open-fake-cluster.ts'
import { selfSigned } from './testing/self-signed.ts'

const NAMESPACES = '/api/v1/namespaces'
const kinds = [KINDS.namespaces]
const failure = (status: number | undefined, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ApiError)
  assert.equal(error.status, status)
  assert.match(error.message, message)
  return true
}

test('twenty requests over TLS share one connection and carry the token', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds, isTls: true, token: 'abc' })
  for (let n = 0; n < 20; n++) await client.get(NAMESPACES)
  assert.equal(server.connections, 1)
  assert.equal(server.requests.length, 20)
})

test('a server whose certificate the CA did not sign is not spoken to', async (t) => {
  const { server, access, waits } = await openFakeCluster(t, { kinds, isTls: true })
  for (const ca of [{ ca: selfSigned().cert }, {}]) {
    const { ca: _, ...rest } = access
    const client = openApiClient({ ...rest, ...ca })
    await assert.rejects(client.get(NAMESPACES), failure(undefined, /the connection failed: .*CERT/))
    await client.close()
  }
  assert.deepEqual(server.requests, [])
  assert.deepEqual(waits, [])
})

test('a client certificate is shown to the server', async (t) => {
  const [identity, own] = [selfSigned(), selfSigned()]
  const seen: unknown[] = []
  const server = https.createServer({ ...own, requestCert: true, rejectUnauthorized: false }, (_request, response) => {
    response.end('{}')
  })
  server.on('secureConnection', (socket) => seen.push(socket.getPeerX509Certificate()?.toString()))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.after(() => server.close())
  const address = server.address()
  assert.ok(address && typeof address === 'object')
  const url = `https://127.0.0.1:${address.port}`
  const access = { context: 'c', server: url, ca: own.cert, clientCertificate: identity }
  const client = openApiClient(access)
  await client.get('/')
  await client.close()
  assert.deepEqual(seen, [identity.cert])
})

test('a long answer comes gzipped and is inflated', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds, gzipMinBytes: 10 })
  server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', labels: { team: 'ü'.repeat(100) } } })
  const { body, bytes } = await client.get(NAMESPACES)
  assert.match(JSON.stringify(body), /üüü/)
  assert.ok(bytes > 300)
  assert.equal(server.requests[0]?.headers['accept-encoding'], 'gzip')
})

test('429 waits at least as long as Retry-After says, in the header or in the Status', async (t) => {
  const { server, client, waits } = await openFakeCluster(t, { kinds, limits: { backoffMs: () => 1500 } })
  server.fault({ match: /./, status: 429, body: 'Too many requests\n', headers: { 'Retry-After': '7' } })
  server.fault({ match: /./, status: 429, reason: 'TooManyRequests', details: { retryAfterSeconds: 3 } })
  server.fault({ match: /./, status: 429, body: 'Too many requests\n', headers: { 'Retry-After': '1' } })
  await client.get(NAMESPACES)
  assert.deepEqual(waits, [7000, 3000, 1500])
})

test('a server that asks for more patience than a minute is left to the next reading', async (t) => {
  const { server, client, waits } = await openFakeCluster(t, { kinds })
  server.fault({ match: /./, status: 503, body: 'down\n', headers: { 'Retry-After': '3600' } })
  await assert.rejects(client.get(NAMESPACES), failure(503, /the server answered 503: down/))
  assert.deepEqual(waits, [])
})

test('5xx with a plain text body is tried five times in all, then said as it was', async (t) => {
  const { server, client, waits } = await openFakeCluster(t, { kinds })
  server.fault({ match: /./, times: 9, status: 503, body: 'service unavailable\n' })
  await assert.rejects(client.get(NAMESPACES), failure(503, /^the server answered 503: service unavailable$/))
  assert.equal(server.requests.length, 5)
  assert.equal(waits.length, 4)
})

test('a reset connection and an answer cut short are tried again', async (t) => {
  for (const isTls of [false, true]) {
    const { server, client, waits } = await openFakeCluster(t, { kinds, isTls })
    server.fault({ match: /./, action: 'rst' })
    server.fault({ match: /./, action: 'cut' })
    await client.get(NAMESPACES)
    assert.equal(waits.length, 2)
  }
})

test('401, 403 and 404 are answers and are not tried again', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds, isDenied: () => true })
  await assert.rejects(client.get(NAMESPACES), failure(403, /^not permitted \(403\): namespaces is forbidden: User /))
  await assert.rejects(client.get('/nothing'), failure(404, /^the server answered 404: 404 page not found$/))
  server.fault({ match: /./, status: 401, reason: 'Unauthorized', message: 'Unauthorized' })
  await assert.rejects(client.get(NAMESPACES), failure(401, /^the credentials are not accepted \(401\)/))
  assert.equal(server.requests.length, 3)
})

test('a redirect is not followed, so the token stays with the server it is for', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  server.fault({ match: /./, status: 302, body: '', headers: { Location: `${server.url}/elsewhere` } })
  await assert.rejects(client.get(NAMESPACES), failure(302, /302/))
  assert.equal(server.requests.length, 1)
})

test('a server that never answers costs one time limit', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds, limits: { timeoutMs: 40 } })
  server.fault({ match: /./, times: 9, action: 'stall' })
  await assert.rejects(client.get(NAMESPACES), failure(undefined, /^no whole answer within 0.04 s$/))
  assert.equal(server.requests.length, 1)
})

test('an abort ends a request under way, and a wait, with its own reason', async (t) => {
  const { server, client } = await openFakeCluster(t, {
    kinds,
    limits: { wait: async () => stop.abort(new Error('in wait')) },
  })
  let stop = new AbortController()
  const stalled = Promise.withResolvers<void>()
  server.fault({
    match: () => {
      stalled.resolve()
      return true
    },
    action: 'stall',
  })
  const call = client.get(NAMESPACES, { signal: stop.signal })
  await stalled.promise
  stop.abort(new Error('stopped'))
  await assert.rejects(call, /^Error: stopped$/)
  stop = new AbortController()
  server.fault({ match: /./, status: 500, body: '' })
  await assert.rejects(client.get(NAMESPACES, { signal: stop.signal }), /^Error: in wait$/)
})

test('an answer over the limit is refused, counted as inflated', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds, gzipMinBytes: 10, limits: { maxBytes: 1024 * 1024 } })
  const labels = { a: 'x'.repeat(1024 * 1024) }
  server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', labels } })
  const isTooLarge = (error: unknown) => error instanceof ApiError && error.isTooLarge
  await assert.rejects(client.get(NAMESPACES), isTooLarge)
  assert.equal(server.requests.length, 1)
})

test('what is not JSON, or nested without end, is refused', async (t) => {
  const { server, client } = await openFakeCluster(t)
  server.fault({ match: /./, status: 200, body: '<html>Sign in</html>' })
  await assert.rejects(client.get('/'), failure(undefined, /not JSON/))
  server.fault({ match: /./, status: 200, body: `{"a":"[[[\\"[","b":${'['.repeat(101)}${']'.repeat(101)}}` })
  await assert.rejects(client.get('/'), failure(undefined, /deeper than 100/))
  server.fault({ match: /./, status: 200, body: JSON.stringify({ a: `"${'['.repeat(200)}\\` }) })
  await client.get('/')
})

test('a token file is read again for each request, and its loss is said', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'token-'))
  const tokenFile = join(folder, 'token')
  const { server, access } = await openFakeCluster(t, { kinds })
  const client = openApiClient({ context: 'c', server: access.server, tokenFile })
  for (const token of ['one', 'two']) {
    writeFileSync(tokenFile, `${token}\n`)
    await client.get(NAMESPACES)
  }
  rmSync(folder, { recursive: true })
  await assert.rejects(client.get(NAMESPACES), failure(undefined, /token file .* cannot be read/))
  await client.close()
  assert.deepEqual(
    server.requests.map(({ headers }) => headers.authorization),
    ['Bearer one', 'Bearer two'],
  )
})
