import type { IncomingMessage } from 'node:http'
import { callerAddress } from './caller-address.ts'

/** What anybody may send, and this program or what it is made of would believe. */
const BELIEVED = [
  'forwarded',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-forwarded-server',
  'x-real-ip',
  'x-nonce',
  'x-middleware-subrequest',
  'content-security-policy',
]

type Own = { trustedProxies: number; baseUrl: string }

/**
 * Replaces what a request says of its way here by what is known: `x-forwarded-for` is one address, the caller's, and the
 * scheme is that of the base address. Only a proxy in front may name another host.
 */
export function setOwnHeaders({ headers, socket }: IncomingMessage, { trustedProxies, baseUrl }: Own): void {
  const address = callerAddress(headers['x-forwarded-for'], socket.remoteAddress ?? '', trustedProxies)
  const host = headers['x-forwarded-host']
  for (const name of BELIEVED) delete headers[name]
  headers['x-forwarded-for'] = address
  headers['x-forwarded-proto'] = baseUrl.startsWith('https:') ? 'https' : 'http'
  if (trustedProxies && host !== undefined)
    headers['x-forwarded-host'] = [host].flat().join(',').split(',').at(-1)?.trim()
}
