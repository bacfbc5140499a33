import { setTimeout as delay } from 'node:timers/promises'
import { Agent } from 'undici'
import { ApiError } from './api-error.ts'
import type { ClusterAccess } from './cluster-access.ts'
import { type Answer, getAnswer } from './get-answer.ts'
import { readLines } from './read-lines.ts'

type GetOptions = { query?: Record<string, string>; accept?: string; signal?: AbortSignal }
type LinesOptions = { query: Record<string, string>; idleMs: number; signal: AbortSignal }
export type ApiClient = {
  context: string
  /** GETs JSON. Throws `ApiError`, or the signal's reason when that aborts. */
  get: (path: string, options?: GetOptions) => Promise<Answer>
  /**
   * The JSON lines of an answer that stays open, on a connection of its own. They end when the server ends them well;
   * `ApiError` is thrown when they are refused, break off or stay away for `idleMs`. Nothing is tried again.
   */
  lines: (path: string, options: LinesOptions) => Promise<AsyncGenerator<unknown>>
  close: () => Promise<void>
}
export type ClientLimits = {
  timeoutMs: number
  /** Of one answer, inflated. */
  maxBytes: number
  tries: number
  backoffMs: (failures: number) => number
  wait: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>
  /** Asked once when the credentials are not accepted: they may have been replaced where they come from. */
  renew: () => ClusterAccess | undefined
}

const MAX_RETRY_AFTER_MS = 60_000
const LIMITS: ClientLimits = {
  timeoutMs: 60_000,
  maxBytes: 64 * 1024 * 1024,
  tries: 5,
  backoffMs: (failures) => Math.random() * Math.min(30_000, 800 * 2 ** failures),
  wait: (ms, signal) => delay(ms, undefined, { ...(signal && { signal }) }),
  renew: () => undefined,
}

/**
 * A client for one cluster with connections of its own. 429, 5xx and lost connections are tried again after the longer of
 * Retry-After and the back-off; an answer that takes too long is not, and a Retry-After beyond a minute is left to the next reading.
 */
export function openApiClient(given: ClusterAccess, limits: Partial<ClientLimits> = {}): ApiClient {
  const { tries, backoffMs, wait, renew, ...bounds } = { ...LIMITS, ...limits }
  let access = given
  const agents = [agentOf(access, 1), agentOf(access, null)] as const
  const [forAnswers, forLines] = agents

  /** Once more when the credentials are not accepted and there may be newer ones. */
  const signedIn = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      const renewed = renew()
      if (!renewed && !access.tokenFile) throw error
      access = renewed ?? access
      return ask()
    }
  }
  const get = async (path: string, options: GetOptions = {}): Promise<Answer> => {
    for (let failures = 1; ; failures++) {
      options.signal?.throwIfAborted()
      try {
        return await signedIn(() => getAnswer(forAnswers, access, path, options, bounds))
      } catch (error) {
        options.signal?.throwIfAborted()
        const isFinal = !(error instanceof ApiError) || !error.canRetry || error.retryAfterMs > MAX_RETRY_AFTER_MS
        if (isFinal || failures >= tries) throw error
        await wait(Math.max(error.retryAfterMs, backoffMs(failures)), options.signal)
      }
    }
  }
  const lines = (path: string, options: LinesOptions) =>
    signedIn(() => readLines(forLines, access, path, { ...options, timeoutMs: bounds.timeoutMs }))
  const close = async () => {
    await Promise.all(agents.map((agent) => agent.destroy()))
  }
  return { context: access.context, get, lines, close }
}

const agentOf = ({ ca, serverName, clientCertificate }: ClusterAccess, connections: number | null): Agent =>
  new Agent({
    connections,
    keepAliveTimeout: 30_000,
    allowH2: false,
    connect: {
      timeout: 10_000,
      ...(ca && { ca }),
      ...(serverName && { servername: serverName }),
      ...clientCertificate,
    },
  })
