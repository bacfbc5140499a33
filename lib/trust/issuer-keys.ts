import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { isSafeIssuer } from '#lib/domain/trust-rule.ts'
import { ProductError } from '#lib/errors.ts'
import { fetchBounded } from '#lib/http/fetch-bounded.ts'

const KEPT_MS = 10 * 60_000
const FAILED_MS = 30_000
const MAX_ISSUERS = 100

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() })

type Kept = { keys: Promise<JWTVerifyGetKey>; until: number }
const kept = new Map<string, Kept>()

/**
 * The public keys of an issuer that a rule names, by its discovery document; never of one that only a token names. Kept
 * for ten minutes; a key that is not known, or an issuer that did not answer, is asked for again at most every half minute.
 */
export function issuerKeys(issuer: string, now: Date): Promise<JWTVerifyGetKey> {
  const found = kept.get(issuer)
  if (found && found.until > now.getTime()) return found.keys
  if (kept.size >= MAX_ISSUERS) kept.clear()
  const keys = discover(issuer)
  const entry = { keys, until: now.getTime() + KEPT_MS }
  kept.set(issuer, entry)
  keys.catch(() => {
    entry.until = now.getTime() + FAILED_MS
  })
  return keys
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  if (!isSafeIssuer(issuer)) throw new ProductError('unavailable', `the issuer ${issuer} cannot be asked safely`)
  const answer = await fetchBounded(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  const document = Discovery.safeParse(await answer.json().catch(() => undefined))
  if (!answer.ok || !document.success || document.data.issuer !== issuer)
    throw new ProductError('unavailable', `the issuer ${issuer} has no discovery document of its own`)
  if (!isSafeIssuer(document.data.jwks_uri.split('?')[0] ?? ''))
    throw new ProductError('unavailable', `the keys of ${issuer} cannot be asked for safely`)
  return createRemoteJWKSet(new URL(document.data.jwks_uri), {
    cooldownDuration: 30_000,
    cacheMaxAge: KEPT_MS,
    [customFetch]: fetchBounded,
  })
}
