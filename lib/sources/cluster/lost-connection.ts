import { ApiError } from './api-error.ts'

const LOST_CONNECTION = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_STREAM_PREMATURE_CLOSE',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'Z_BUF_ERROR',
])

/** The error of a connection as one that can be shown, and tried again where that may help. */
export function lostConnection(error: unknown): ApiError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = `the connection failed: ${code || (error instanceof Error ? error.message : String(error))}`
  return new ApiError(message, { canRetry: LOST_CONNECTION.has(code) }, { cause: error })
}
