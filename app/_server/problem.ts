import type { ErrorCode, ProductError } from '#lib/errors.ts'

const STATUS: Record<ErrorCode, number> = {
  'not-found': 404,
  conflict: 409,
  invalid: 422,
  forbidden: 403,
  unavailable: 503,
  'too-large': 413,
}

const TITLE: Record<ErrorCode, string> = {
  'not-found': 'Not found',
  conflict: 'Conflict',
  invalid: 'Not possible',
  forbidden: 'Forbidden',
  unavailable: 'Unavailable',
  'too-large': 'Too large',
}

/** An error as RFC 9457 says it. */
export function problem(status: number, title: string, detail?: string, headers?: HeadersInit): Response {
  const body = { type: 'about:blank', title, status, ...(detail !== undefined && { detail }) }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...headers,
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** 401: there is no session and no token that counts. */
export const unauthorized = (why = 'Sign in, or send a token: Authorization: Bearer mnt_…'): Response =>
  problem(401, 'Unauthorized', why, { 'www-authenticate': 'Bearer' })

export const problemOf = (error: ProductError): Response =>
  problem(STATUS[error.code], TITLE[error.code], error.message)
