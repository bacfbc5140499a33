import { z } from 'zod'

const Status = z.object({
  message: z.string().optional(),
  reason: z.string().optional(),
  metadata: z.object({ continue: z.string().optional() }).optional(),
  details: z.object({ retryAfterSeconds: z.number().optional() }).optional(),
})
type KubeStatus = z.infer<typeof Status>
type Given = {
  status?: number
  kubeStatus?: KubeStatus
  retryAfterMs?: number
  canRetry?: boolean
  isTooLarge?: boolean
}

const MAX_TEXT = 300

/** A request that a cluster did not answer well. The message is fit to show; headers and whole bodies are never in it. */
export class ApiError extends Error {
  /** Absent when no answer came, or not to its end. */
  readonly status: number | undefined
  readonly kubeStatus: KubeStatus | undefined
  /** 0 when the server did not say. */
  readonly retryAfterMs: number
  readonly canRetry: boolean
  readonly isTooLarge: boolean

  constructor(message: string, given: Given = {}, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ApiError'
    this.status = given.status
    this.kubeStatus = given.kubeStatus
    this.retryAfterMs = given.retryAfterMs ?? 0
    this.canRetry = given.canRetry ?? false
    this.isTooLarge = given.isTooLarge ?? false
  }

  /** An answer that is not 200; its body may be a Status, plain text, or nothing. */
  static fromAnswer(status: number, body: string, retryAfter: string | undefined, now = Date.now()): ApiError {
    const kubeStatus = parseStatus(body)
    const said = oneLine(kubeStatus?.message ?? (body.startsWith('<') ? '' : body))
    const seconds = kubeStatus?.details?.retryAfterSeconds ?? 0
    return new ApiError(`${sentence(status)}${said && `: ${said}`}`, {
      status,
      ...(kubeStatus && { kubeStatus }),
      retryAfterMs: Math.max(headerMs(retryAfter, now), seconds * 1000),
      canRetry: status === 429 || status >= 500,
    })
  }
}

function sentence(status: number): string {
  if (status === 401) return 'the credentials are not accepted (401)'
  if (status === 403) return 'not permitted (403)'
  return `the server answered ${status}`
}

function parseStatus(body: string): KubeStatus | undefined {
  try {
    return Status.parse(JSON.parse(body))
  } catch {
    return undefined
  }
}

function headerMs(value: string | undefined, now: number): number {
  if (!value) return 0
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isFinite(ms) ? Math.max(ms, 0) : 0
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, MAX_TEXT)
