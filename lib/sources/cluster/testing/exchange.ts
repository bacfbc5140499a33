import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { ObjectStore } from './object-store.ts'

/** A misbehaviour of the server, used up after `times` requests (once unless told). */
export type Fault = {
  match: RegExp | ((url: URL, request: IncomingMessage) => boolean)
  times?: number
  delayMs?: number
  status?: number
  reason?: string
  message?: string
  /** Answered as text/plain instead of a Status. */
  body?: string
  headers?: Record<string, string>
  details?: Record<string, unknown>
  /** rst: reset at once; stall: never answer; cut: reset in the middle of a list; slow: in pieces; stallWatch and end act on a watch. */
  action?: 'rst' | 'stall' | 'cut' | 'slow' | 'stallWatch' | 'end'
  afterBytes?: number
  afterEvents?: number
}
export type Access = { verb: string; group: string; resource: string; namespace: string | undefined }
export type ServerOptions = {
  bookmarkMs: number
  historyWindow: number
  minWatchMs: number
  gzipMinBytes: number
  token: string | undefined
  /** Imitates kyverno/reports-server for these groups: no pages, resourceVersion "1", items without apiVersion and kind. */
  unpagedGroups: string[]
  isDenied: (access: Access) => boolean
}
/** One request with what is needed to answer it. */
export type Exchange = {
  request: IncomingMessage
  response: ServerResponse
  url: URL
  store: ObjectStore
  options: ServerOptions
  fault: Fault | undefined
}

/** JSON as the API server sends it: gzip only when asked for and above 128 KiB. */
export function sendJson(exchange: Exchange, code: number, body: unknown, headers: Record<string, string> = {}): void {
  const { request, response, options } = exchange
  const bytes = Buffer.from(`${JSON.stringify(body)}\n`)
  const zips = bytes.length > options.gzipMinBytes && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  response.writeHead(code, {
    'Content-Type': 'application/json',
    'Audit-Id': randomUUID(),
    'Cache-Control': 'no-cache, private',
    ...(zips && { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' }),
    ...headers,
  })
  response.end(zips ? gzipSync(bytes, { level: 1 }) : bytes)
}

export function sendText(exchange: Exchange, code: number, body: string, headers: Record<string, string> = {}): void {
  exchange.response.writeHead(code, { 'Content-Type': 'text/plain; charset=utf-8', ...headers })
  exchange.response.end(body)
}

type StatusExtra = {
  metadata?: Record<string, unknown>
  details?: Record<string, unknown>
  headers?: Record<string, string>
}

export function sendStatus(exchange: Exchange, code: number, reason: string, message: string, extra: StatusExtra = {}) {
  const { metadata = {}, details, headers } = extra
  const status = { kind: 'Status', apiVersion: 'v1', metadata, status: 'Failure', message, reason }
  sendJson(exchange, code, { ...status, ...(details && { details }), code }, headers)
}
