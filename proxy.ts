import { type NextRequest, NextResponse } from 'next/server.js'

const COOKIE = /(^|;\s*)(__Secure-)?muniment\.session_token=/

/**
 * Sends a browser without a session to the sign-in page before anything is rendered. It only looks whether there is a
 * cookie: whether the cookie counts is asked again by every page and route.
 */
export function proxy(request: NextRequest): NextResponse {
  if (COOKIE.test(request.headers.get('cookie') ?? '')) return NextResponse.next()
  const signIn = new URL('/sign-in', request.url)
  const { pathname, search } = request.nextUrl
  if (pathname !== '/') signIn.searchParams.set('next', `${pathname}${search}`)
  return NextResponse.redirect(signIn)
}

export const config = {
  matcher: ['/((?!api/|sign-in|metrics|_next/|favicon|icon|robots.txt).*)'],
}
