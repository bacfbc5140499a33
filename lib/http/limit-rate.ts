import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { isUpload } from './judge-request.ts'

/** Requests a minute. */
export type Rates = {
  /** Of one token or session, or of one address without either. */
  reads: number
  uploads: number
  /** Of one address, whatever it sends: tokens that are made up have a rate each. */
  address: number
}

const RATES: Rates = { reads: 600, uploads: 120, address: 3_000 }

/** What is left of the rate that is nearest to its end. */
export type Rate = { limit: number; remaining: number; resetSeconds: number; isOver: boolean }

type Asked = { url?: string | undefined; headers: IncomingHttpHeaders }

const DOORS = /^\/(api\/v1\/|metrics(\?|$))/
const SESSION = /(?:^|;\s*)(?:__Secure-)?muniment\.session_token=([^;]+)/
const MINUTE_S = 60

/**
 * Counts the requests to the doors for machines, and says where each stands; undefined for what is no such door. Counts are
 * of this process and of the last minute. The address is the one that the server settled.
 */
export function rateLimiter(rates: Rates = RATES): (asked: Asked) => Promise<Rate | undefined> {
  const reads = limiter(rates.reads)
  const uploads = limiter(rates.uploads)
  const address = limiter(rates.address)
  return async ({ url = '', headers }) => {
    if (!DOORS.test(url)) return undefined
    const from = String(headers['x-forwarded-for'] ?? 'unknown')
    const ofAddress = await address(from)
    if (ofAddress.isOver) return ofAddress
    const ofCaller = await (isUpload(url) ? uploads : reads)(callerOf(headers) ?? from)
    return ofCaller.isOver || ofCaller.remaining <= ofAddress.remaining ? ofCaller : ofAddress
  }
}

function limiter(points: number): (key: string) => Promise<Rate> {
  const kept = new RateLimiterMemory({ points, duration: MINUTE_S })
  return async (key) => {
    const found = await kept.consume(key).catch((error: unknown) => {
      // What is over the rate is thrown as well.
      if (error instanceof RateLimiterRes) return error
      throw error
    })
    return {
      limit: points,
      remaining: Math.max(0, points - found.consumedPoints),
      resetSeconds: Math.max(1, Math.ceil(found.msBeforeNext / 1_000)),
      isOver: found.consumedPoints > points,
    }
  }
}

/** Who sends a token or a session, without keeping either. */
function callerOf({ authorization, cookie }: IncomingHttpHeaders): string | undefined {
  const credential = authorization ?? SESSION.exec(cookie ?? '')?.[1]
  return credential && createHash('sha256').update(credential).digest('base64url')
}
