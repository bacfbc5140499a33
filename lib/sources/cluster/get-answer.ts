import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type Agent, request } from 'undici'
import { ApiError } from './api-error.ts'
import { authorization } from './authorization.ts'
import type { ClusterAccess } from './cluster-access.ts'
import { lostConnection } from './lost-connection.ts'
import { parseAnswer } from './parse-answer.ts'

export type Answer = { body: unknown; bytes: number }
type Asked = { query?: Record<string, string>; accept?: string; signal?: AbortSignal }

const MAX_ERROR_BYTES = 64 * 1024

/** One GET of JSON, once. Throws `ApiError`. */
export async function getAnswer(
  agent: Agent,
  access: ClusterAccess,
  path: string,
  { query = {}, accept = 'application/json', signal }: Asked,
  { timeoutMs, maxBytes }: { timeoutMs: number; maxBytes: number },
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
      throw await refusal(statusCode, content, single(answered['retry-after']))
    }
    const bytes = await readBytes(content, maxBytes)
    return { body: parseAnswer(bytes), bytes: bytes.length }
  } catch (error) {
    if (error instanceof ApiError) throw error
    if (deadline.aborted) throw new ApiError(`no whole answer within ${timeoutMs / 1000} s`, {}, { cause: error })
    throw lostConnection(error)
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

/** What the server said instead of what was asked for. */
export async function refusal(status: number, content: Readable, retryAfter: string | undefined): Promise<ApiError> {
  const said = await readBytes(content, MAX_ERROR_BYTES).catch(() => Buffer.alloc(0))
  return ApiError.fromAnswer(status, said.toString(), retryAfter)
}

export const single = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header)
