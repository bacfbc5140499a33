import * as oidc from 'openid-client'
import { ProductError } from '#lib/errors.ts'
import { fetchBounded } from '#lib/http/fetch-bounded.ts'

export type ProviderSettings = { issuer: string; clientId: string; clientSecret: string | undefined }

const KEPT_MS = 10 * 60_000
const kept = new Map<string, { client: Promise<oidc.Configuration>; until: number }>()

/** A client of a provider by its discovery document, which is kept for ten minutes. */
export function providerClient(settings: ProviderSettings, now: Date): Promise<oidc.Configuration> {
  const key = JSON.stringify(settings)
  const found = kept.get(key)
  if (found && found.until > now.getTime()) return found.client
  const client = discoverProvider(settings)
  kept.set(key, { client, until: now.getTime() + KEPT_MS })
  client.catch(() => kept.delete(key))
  return client
}

/** Asks the issuer for its discovery document. Throws `unavailable` with words for whoever set it up. */
export async function discoverProvider({
  issuer,
  clientId,
  clientSecret,
}: ProviderSettings): Promise<oidc.Configuration> {
  const url = new URL(issuer)
  try {
    const found = await oidc.discovery(
      url,
      clientId,
      undefined,
      clientSecret ? oidc.ClientSecretBasic(clientSecret) : oidc.None(),
      {
        [oidc.customFetch]: fetchBounded as oidc.CustomFetch,
        execute: url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
      },
    )
    const methods = found.serverMetadata().token_endpoint_auth_methods_supported
    const config =
      clientSecret && methods && !methods.includes('client_secret_basic') && methods.includes('client_secret_post')
        ? new oidc.Configuration(found.serverMetadata(), clientId, undefined, oidc.ClientSecretPost(clientSecret))
        : found
    config[oidc.customFetch] = fetchBounded as oidc.CustomFetch
    if (url.protocol === 'http:') oidc.allowInsecureRequests(config)
    // The signature of the ID token counts, not only that it came over TLS.
    oidc.enableNonRepudiationChecks(config)
    return config
  } catch (error) {
    if (error instanceof ProductError) throw error
    throw new ProductError('unavailable', `${issuer} has no discovery document that can be used: ${wordsOf(error)}`, {
      cause: error,
    })
  }
}

const wordsOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return error instanceof Error ? `${error.message}${cause}`.slice(0, 200) : 'no reason was given'
}
