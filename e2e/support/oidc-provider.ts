import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export type TestPerson = { email: string; isVerified?: boolean; groups: string[] }

export const CLIENT = { id: 'muniment', secret: 'a secret that only tests know' }

/** A real OpenID provider on this machine with its own sign-in pages; each person's account id is the key. */
export async function startOidcProvider(
  people: Record<string, TestPerson>,
  redirectUri: string,
): Promise<{ issuer: string; close: () => Promise<void> }> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    // Claims come in the ID token, as most providers of companies have it.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ['only for tests'] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, IdToken: 600, AccessToken: 600 },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: async () => {
        const { email, isVerified = true, groups } = people[id] ?? { email: `${id}@example.org`, groups: [] }
        return { sub: id, name: id, email, email_verified: isVerified, groups }
      },
    }),
  })
  // It says of itself that it is for tests, which is true, and nothing to read in a journey.
  provider.on('server_error', (_ctx, error) => console.error('oidc provider:', error.message))
  server.on('request', provider.callback())
  return { issuer, close: () => new Promise((done) => server.close(() => done())) }
}
