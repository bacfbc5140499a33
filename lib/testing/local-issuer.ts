import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

export type LocalIssuer = {
  url: string
  /** How often its documents were asked for. */
  asked: () => number
  publicKey: CryptoKey
  sign: (claims: JWTPayload, options?: { at?: Date; lifeSeconds?: number; key?: CryptoKey }) => Promise<string>
  close: () => Promise<void>
}

/** An issuer of tokens on this machine, with a discovery document and keys of its own. */
export async function startLocalIssuer(): Promise<LocalIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', use: 'sig', alg: 'RS256' }
  let asked = 0
  const server = createServer((request, response) => {
    asked++
    const documents: Record<string, object> = {
      '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/keys` },
      '/keys': { keys: [jwk] },
    }
    const body = documents[request.url ?? '']
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    asked: () => asked,
    publicKey,
    sign: (claims, { at = new Date(), lifeSeconds = 300, key = privateKey } = {}) => {
      const now = Math.floor(at.getTime() / 1_000)
      return new SignJWT({ iss: url, iat: now, nbf: now, exp: now + lifeSeconds, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: 'JWT' })
        .sign(key)
    },
    close: () => new Promise((done) => server.close(() => done())),
  }
}
