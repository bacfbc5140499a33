import { readFile } from 'node:fs/promises'
import { pipeline, type Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { createGunzip } from 'node:zlib'
import { Agent, request } from 'undici'
import { ApiError } from './api-error.ts'
import type { ClusterAccess } from './cluster-access.ts'
import { parseAnswer } from './parse-answer.ts'

type Answer = { body: unknown; bytes: number }
type GetOptions = { query?: Record<string, string>; accept?: string; signal?: AbortSignal }
export type ApiClient = {
  context: string
  /** GETs JSON. Throws `ApiError`, or the signal's reason when that aborts. */
  get: (path: string, options?: GetOptions) => Promise<Answer>
  close: () => Promise<void>
}
export type ClientLimits = {
  timeoutMs: number
  /** Of one answer, inflated. */
  maxBytes: number
  tries: number
  backoffMs: (failures: number) => number
  wait: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>
}

const MAX_ERROR_BYTES = 64 * 1024
const MAX_RETRY_AFTER_MS = 60_000
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
const LIMITS: ClientLimits = {
  timeoutMs: 60_000,
  maxBytes: 64 * 1024 * 1024,
  tries: 5,
  backoffMs: (failures) => Math.random() * Math.min(30_000, 800 * 2 ** failures),
  wait: (ms, signal) => delay(ms, undefined, { ...(signal && { signal }) }),
}

/**
 * A client for one cluster with connections of its own. 429, 5xx and lost connections are tried again after the longer of
 * Retry-After and the back-off; an answer that takes too long is not, and a Retry-After beyond a minute is left to the next reading.
 */
export function openApiClient(access: ClusterAccess, limits: Partial<ClientLimits> = {}): ApiClient {
  const { tries, backoffMs, wait, ...bounds } = { ...LIMITS, ...limits }
  const agent = new Agent({
    connections: 1,
    keepAliveTimeout: 30_000,
    allowH2: false,
    connect: {
      timeout: 10_000,
      ...(access.ca && { ca: access.ca }),
      ...(access.serverName && { servername: access.serverName }),
      ...access.clientCertificate,
    },
  })

  const get = async (path: string, options: GetOptions = {}): Promise<Answer> => {
    for (let failures = 1; ; failures++) {
      options.signal?.throwIfAborted()
      try {
        return await getOnce(agent, access, path, options, bounds)
      } catch (error) {
        options.signal?.throwIfAborted()
        const isFinal = !(error instanceof ApiError) || !error.canRetry || error.retryAfterMs > MAX_RETRY_AFTER_MS
        if (isFinal || failures >= tries) throw error
        await wait(Math.max(error.retryAfterMs, backoffMs(failures)), options.signal)
      }
    }
  }
  return { context: access.context, get, close: () => agent.destroy() }
}

async function getOnce(
  agent: Agent,
  access: ClusterAccess,
  path: string,
  { query = {}, accept = 'application/json', signal }: GetOptions,
  { timeoutMs, maxBytes }: Pick<ClientLimits, 'timeoutMs' | 'maxBytes'>,
): Promise<Answer> {
  const url = new URL(access.server + path)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const deadline = AbortSignal.timeout(timeoutMs)
  const headers = { accept, 'accept-encoding': 'gzip', 'user-agent': 'muniment', ...(await authorization(access)) }
  try {
    const {
      statusCode,
      headers: answered,
      body,
    } = await request(url, {
      dispatcher: agent,
      headers,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    })
    const content = inflated(body, answered['content-encoding'])
    if (statusCode !== 200) {
      const said = await readBytes(content, MAX_ERROR_BYTES).catch(() => Buffer.alloc(0))
      throw ApiError.fromAnswer(statusCode, said.toString(), single(answered['retry-after']))
    }
    const bytes = await readBytes(content, maxBytes)
    return { body: parseAnswer(bytes), bytes: bytes.length }
  } catch (error) {
    if (error instanceof ApiError) throw error
    if (deadline.aborted) throw new ApiError(`no whole answer within ${timeoutMs / 1000} s`, {}, { cause: error })
    throw lostConnection(error)
  }
}

async function authorization({ token, tokenFile }: ClusterAccess): Promise<Record<string, string>> {
  if (!tokenFile) return token ? { authorization: `Bearer ${token}` } : {}
  try {
    return { authorization: `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}` }
  } catch (error) {
    throw new ApiError(`the token file ${tokenFile} cannot be read`, {}, { cause: error })
  }
}

function inflated(body: Readable, encoding: string | string[] | undefined): Readable {
  if (encoding === undefined || encoding === 'identity') return body
  if (encoding === 'gzip') return pipeline(body, createGunzip(), () => {})
  body.destroy()
  throw new ApiError(`the answer has the encoding ${single(encoding)}, which was not asked for`)
}

async function readBytes(content: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of content) {
    bytes += chunk.length
    if (bytes > maxBytes)
      throw new ApiError(`the answer is longer than ${Math.floor(maxBytes / 1024 / 1024)} MiB`, { isTooLarge: true })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function lostConnection(error: unknown): ApiError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = `the connection failed: ${code || (error instanceof Error ? error.message : String(error))}`
  return new ApiError(message, { canRetry: LOST_CONNECTION.has(code) }, { cause: error })
}

const single = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header)
