import type { BetterAuthPlugin } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import * as oidc from 'openid-client'
import { z } from 'zod'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import type { Db } from '#lib/db/connect.ts'
import { ProductError } from '#lib/errors.ts'
import { addressOf } from '#lib/http/address-of.ts'
import { safePath } from '#lib/http/safe-path.ts'
import { admitPerson, type Refusal } from './admit-person.ts'
import { groupsIn } from './group-access.ts'
import { providerClient } from './provider-client.ts'
import { type Provider, readProvider } from './read-provider.ts'

/** What the flow may answer with at the sign-in page, beside its name for the provider. */
export type OidcError = Refusal | 'provider_unknown' | 'provider_failed' | 'provider_denied' | 'sign_in_expired'

const COOKIE = 'muniment.oidc'
const LIFE_S = 600
const Started = z.object({
  provider: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
})

type Options = { db: Db; baseUrl: string; secret: string }

export const callbackUrl = (baseUrl: string, provider: string): string =>
  `${baseUrl}/api/auth/oidc/${provider}/callback`

/**
 * Sign-in through an identity provider: authorization code with PKCE, state and nonce. Providers are read from the
 * database at each step, so that one can be added, changed or switched off while the program runs.
 */
export function oidcPlugin({ db, baseUrl, secret }: Options) {
  const toSignIn = (error: OidcError, provider?: Pick<Provider, 'name'>) => {
    const url = new URL('/sign-in', baseUrl)
    url.searchParams.set('error', error)
    if (provider) url.searchParams.set('provider', provider.name)
    return url.href
  }
  const cookie = {
    path: '/api/auth/oidc',
    httpOnly: true,
    secure: baseUrl.startsWith('https://'),
    // The provider sends the browser back here from its own site.
    sameSite: 'lax' as const,
  }

  return {
    id: 'oidc',
    endpoints: {
      startOidc: createAuthEndpoint(
        '/oidc/:provider/start',
        { method: 'GET', query: z.object({ next: z.string().max(2_000).optional() }) },
        async (ctx) => {
          const provider = await readProvider(db, ctx.params.provider, secret)
          if (!provider) throw ctx.redirect(toSignIn('provider_unknown'))
          const client = await providerClient(provider, new Date()).catch(() => undefined)
          if (!client) throw ctx.redirect(toSignIn('provider_failed', provider))
          const verifier = oidc.randomPKCECodeVerifier()
          const started = {
            provider: provider.id,
            state: oidc.randomState(),
            nonce: oidc.randomNonce(),
            verifier,
            next: safePath(ctx.query.next),
          }
          await ctx.setSignedCookie(COOKIE, JSON.stringify(started), secret, { ...cookie, maxAge: LIFE_S })
          const url = oidc.buildAuthorizationUrl(client, {
            redirect_uri: callbackUrl(baseUrl, provider.id),
            scope: provider.scopes,
            state: started.state,
            nonce: started.nonce,
            code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
            code_challenge_method: 'S256',
          })
          throw ctx.redirect(url.href)
        },
      ),
      finishOidc: createAuthEndpoint('/oidc/:provider/callback', { method: 'GET' }, async (ctx) => {
        const kept = await ctx.getSignedCookie(COOKIE, secret)
        ctx.setCookie(COOKIE, '', { ...cookie, maxAge: 0 })
        const started = Started.safeParse(kept ? JSON.parse(kept) : undefined)
        if (!started.success || started.data.provider !== ctx.params.provider)
          throw ctx.redirect(toSignIn('sign_in_expired'))
        const provider = await readProvider(db, started.data.provider, secret)
        if (!provider) throw ctx.redirect(toSignIn('provider_unknown'))
        const now = new Date()
        const address = addressOf(ctx.headers ?? new Headers())
        const refuse = async (error: OidcError, detail: Record<string, unknown>) => {
          const by = { name: String(detail.email ?? 'somebody'), kind: 'nobody' as const, address }
          await writeAuditRow(db.sql, {
            at: now,
            by,
            action: 'sign-in.refused',
            object: `provider:${provider.id}`,
            detail: { reason: error, ...detail },
          })
          return ctx.redirect(toSignIn(error, provider))
        }

        const query = new URL(ctx.request?.url ?? baseUrl).search
        const person = await personOf(provider, `${callbackUrl(baseUrl, provider.id)}${query}`, started.data).catch(
          (error: unknown) => error,
        )
        if (person instanceof Error || typeof person !== 'object' || person === null || !('subject' in person)) {
          const isDenied = person instanceof oidc.AuthorizationResponseError && person.error === 'access_denied'
          throw await refuse(isDenied ? 'provider_denied' : 'provider_failed', { why: reasonOf(person) })
        }
        const admitted = await admitPerson(db, { provider, person: person as Person, address, now })
        if ('refused' in admitted)
          throw await refuse(admitted.refused, {
            email: (person as Person).email,
            groups: (person as Person).groups.length,
          })

        const user = await ctx.context.internalAdapter.findUserById(admitted.userId)
        const session = user && (await ctx.context.internalAdapter.createSession(user.id))
        if (!user || !session) throw await refuse('access_ended', { email: (person as Person).email })
        await setSessionCookie(ctx, { session, user })
        throw ctx.redirect(new URL(started.data.next, baseUrl).href)
      }),
    },
  } satisfies BetterAuthPlugin
}

type Person = Parameters<typeof admitPerson>[1]['person']

/** Who came back from the provider. Every check of the answer and of the ID token is the library's; any that fails throws. */
async function personOf(provider: Provider, url: string, started: z.infer<typeof Started>): Promise<Person> {
  const client = await providerClient(provider, new Date())
  const tokens = await oidc.authorizationCodeGrant(client, new URL(url), {
    pkceCodeVerifier: started.verifier,
    expectedState: started.state,
    expectedNonce: started.nonce,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (!claims) throw new ProductError('unavailable', 'the provider sent no ID token')
  const isWhole = groupsIn(claims, provider.groupsClaim) !== undefined && typeof claims.email === 'string'
  const info =
    isWhole || !client.serverMetadata().userinfo_endpoint
      ? {}
      : await oidc.fetchUserInfo(client, tokens.access_token, claims.sub)
  const said: Record<string, unknown> = { ...info, ...claims }
  const text = (name: string) => (typeof said[name] === 'string' ? said[name] : undefined)
  return {
    subject: claims.sub,
    email: text('email')?.slice(0, 200),
    isEmailVerified: said.email_verified === true,
    name: text('name') ?? text('preferred_username'),
    groups: groupsIn(claims, provider.groupsClaim) ?? groupsIn(info, provider.groupsClaim) ?? [],
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : 'unknown'
