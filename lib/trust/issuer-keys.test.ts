import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { issuerKeys } from './issuer-keys.ts'

const closing: (() => void)[] = []
after(() => {
  for (const close of closing) close()
})

/** A server at an address of its own that counts what it is asked. */
async function serve(answer: (url: string) => RequestListener): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(url)(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing.push(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, asked }
}

const at = new Date('2026-10-07T12:00:00Z')
const later = (seconds: number) => new Date(at.getTime() + seconds * 1_000)
const unavailable = { code: 'unavailable' }

test('a discovery document of another issuer, one that redirects, one that is none and one without end are refused', async () => {
  const foreign = await serve(
    () => (_, response) =>
      response.end(JSON.stringify({ issuer: 'https://evil.example.com', jwks_uri: 'https://evil.example.com/keys' })),
  )
  const redirect = await serve(() => (_, response) => response.writeHead(302, { location: foreign.url }).end())
  const broken = await serve(() => (_, response) => response.end('{"issuer"'))
  const endless = await serve(() => (_, response) => {
    response.on('error', () => {})
    response.write(' '.repeat(300 * 1024))
  })
  for (const { url } of [foreign, redirect, broken, endless]) await assert.rejects(issuerKeys(url, at), unavailable)
  assert.deepEqual(foreign.asked, ['/.well-known/openid-configuration'])
})

test('keys that would be asked for without https on another machine are not asked for', async () => {
  const { url } = await serve(
    (own) => (_, response) => response.end(JSON.stringify({ issuer: own, jwks_uri: 'http://keys.example.com/keys' })),
  )
  await assert.rejects(issuerKeys(url, at), unavailable)
  await assert.rejects(issuerKeys('http://ci.example.com', at), unavailable)
})

test('an issuer that failed is asked again after half a minute, one that answered after ten', async () => {
  let isUp = false
  const { url, asked } = await serve(
    (own) => (_, response) =>
      response.writeHead(isUp ? 200 : 500).end(JSON.stringify({ issuer: own, jwks_uri: `${own}/keys` })),
  )
  await assert.rejects(issuerKeys(url, at), unavailable)
  await assert.rejects(issuerKeys(url, later(29)), unavailable)
  assert.equal(asked.length, 1)
  isUp = true
  await issuerKeys(url, later(31))
  await issuerKeys(url, later(600))
  assert.equal(asked.length, 2)
  await issuerKeys(url, later(632))
  assert.equal(asked.length, 3)
})
