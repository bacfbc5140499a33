import { ApiError } from './api-error.ts'

const MAX_DEPTH = 100
const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = Buffer.from('"\\{}[]')

/** The JSON of an answer; nesting is bounded so that no later walk over the value can overflow the stack. */
export function parseAnswer(bytes: Buffer): unknown {
  if (isDeeperThan(bytes, MAX_DEPTH)) throw new ApiError(`the answer is nested deeper than ${MAX_DEPTH} levels`)
  try {
    return JSON.parse(bytes.toString())
  } catch {
    throw new ApiError('the answer is not JSON; is this the address of a Kubernetes API server?')
  }
}

function isDeeperThan(bytes: Buffer, limit: number): boolean {
  let depth = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) at = endOfString(bytes, at)
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1
      if (depth > limit) return true
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1
  }
  return false
}

function endOfString(bytes: Buffer, start: number): number {
  let at = start + 1
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}
