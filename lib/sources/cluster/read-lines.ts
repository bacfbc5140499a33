import { type Agent, request } from 'undici'
import { ApiError } from './api-error.ts'
import { authorization } from './authorization.ts'
import type { ClusterAccess } from './cluster-access.ts'
import { refusal, single } from './get-answer.ts'
import { lostConnection } from './lost-connection.ts'
import { parseAnswer } from './parse-answer.ts'

type Asked = { query: Record<string, string>; idleMs: number; signal: AbortSignal; timeoutMs: number }

const NEWLINE = 10
const MAX_LINE_BYTES = 16 * 1024 * 1024

/** Opens an answer of JSON lines; throws when it is refused. What is given back must be walked to its end or ended. */
export async function readLines(
  agent: Agent,
  access: ClusterAccess,
  path: string,
  { query, idleMs, signal, timeoutMs }: Asked,
): Promise<AsyncGenerator<unknown>> {
  const url = new URL(access.server + path)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const headers = { accept: 'application/json', 'user-agent': 'muniment', ...(await authorization(access)) }
  const silence = new AbortController()
  const either = AbortSignal.any([signal, silence.signal])
  try {
    const answer = await request(url, {
      dispatcher: agent,
      headers,
      signal: either,
      headersTimeout: timeoutMs,
      bodyTimeout: 0,
    })
    if (answer.statusCode !== 200)
      throw await refusal(answer.statusCode, answer.body, single(answer.headers['retry-after']))
    return linesOf(answer.body, silence, idleMs, signal)
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof ApiError ? error : lostConnection(error)
  }
}

async function* linesOf(
  body: AsyncIterable<Buffer> & { destroy: () => unknown; on: (event: 'error', listener: () => void) => unknown },
  silence: AbortController,
  idleMs: number,
  signal: AbortSignal,
): AsyncGenerator<unknown> {
  body.on('error', () => {}) // an abort after the walk has ended must not end the process
  const timer = setTimeout(() => silence.abort(), idleMs)
  const pieces: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of body) {
      timer.refresh()
      let from = 0
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
        pieces.push(chunk.subarray(from, end))
        const line = Buffer.concat(pieces)
        pieces.length = 0
        bytes = 0
        from = end + 1
        if (line.length) yield parseAnswer(line)
      }
      if (from < chunk.length) pieces.push(chunk.subarray(from))
      bytes += chunk.length - from
      if (bytes > MAX_LINE_BYTES) throw new ApiError('a line is longer than 16 MiB')
    }
    if (bytes > 0) throw new ApiError('the answer broke off in the middle of a line', { canRetry: true })
  } catch (error) {
    signal.throwIfAborted()
    if (silence.signal.aborted) throw new ApiError(`nothing came for ${idleMs / 1000} s`, { canRetry: true })
    throw error instanceof ApiError ? error : lostConnection(error)
  } finally {
    clearTimeout(timer)
    body.destroy()
  }
}
