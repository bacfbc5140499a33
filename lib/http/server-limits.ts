import { LIMITS } from '#lib/domain/limits.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** How long a caller may take, and how much it may send; docs/operations.md has them in words. */
export type ServerLimits = {
  headersMs: number
  /** For the body of a form. */
  bodyMs: number
  /** For the body of an upload: 250 MiB at 0.8 Mbit/s. */
  uploadMs: number
  /** Without a byte, while a body is on its way. */
  silentMs: number
  /** Without a byte in either direction, while an answer is made or taken. */
  stalledMs: number
  /** Between requests: longer than the minute after which proxies let go. */
  keepAliveMs: number
  /** How often the above are looked at. */
  checkMs: number
  headerBytes: number
  bodyBytes: number
  uploadBytes: number
  connections: number
  connectionsOfOneAddress: number
}

export const SERVER_LIMITS: ServerLimits = {
  headersMs: 15 * SECOND,
  bodyMs: MINUTE,
  uploadMs: 45 * MINUTE,
  silentMs: 30 * SECOND,
  stalledMs: 10 * MINUTE,
  keepAliveMs: 65 * SECOND,
  checkMs: 5 * SECOND,
  headerBytes: 16 * 1024,
  bodyBytes: 1024 * 1024,
  uploadBytes: LIMITS.inflated,
  connections: 4_096,
  connectionsOfOneAddress: 512,
}
