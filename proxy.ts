import { type NextRequest, NextResponse } from 'next/server.js'

const COOKIE = /(^|;\s*)(__Secure-)?muniment\.session_token=/
const OPEN = /^\/(sign-in|favicon|icon|robots\.txt)/
const isDev = process.env.NODE_ENV === 'development'

/**
 * Stands before every screen: gives the answer its policy for content, with a nonce of its own, and sends a browser without
 * a session to the sign-in page. It only looks whether there is a cookie: whether it counts is asked again by every page.
 * The other headers of security are on every answer of the server, screen or not: lib/http/security-headers.ts.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const policy = contentSecurityPolicy(nonce)
  const answer = isOpen(request) ? passOn(request, nonce, policy) : toSignIn(request)
  answer.headers.set('content-security-policy', policy)
  return answer
}

const isOpen = ({ headers, nextUrl }: NextRequest): boolean =>
  OPEN.test(nextUrl.pathname) || COOKIE.test(headers.get('cookie') ?? '')

/** Next finds the nonce in the policy of the request, and the layout in a header beside it. */
function passOn(request: NextRequest, nonce: string, policy: string): NextResponse {
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  return NextResponse.next({ request: { headers } })
}

function toSignIn(request: NextRequest): NextResponse {
  const signIn = new URL('/sign-in', request.url)
  const { pathname, search } = request.nextUrl
  if (pathname !== '/') signIn.searchParams.set('next', `${pathname}${search}`)
  return NextResponse.redirect(signIn)
}

/** Only what this program serves itself; scripts by nonce alone. Styles in attributes are what the charts are drawn with. */
function contentSecurityPolicy(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDev ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' ${isDev ? `'unsafe-inline'` : `'nonce-${nonce}'`}`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'${isDev ? ' ws:' : ''}`,
    `manifest-src 'self'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
    `object-src 'none'`,
  ].join('; ')
}

// The API has its policy from next.config.ts: bodies of uploads must not pass through here.
export const config = {
  matcher: ['/((?!api/|metrics|_next/).*)'],
}
