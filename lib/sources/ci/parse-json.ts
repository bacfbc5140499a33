import { UnreadableDocument } from '#lib/domain/result.ts'
import { ProductError } from '#lib/errors.ts'

export const MAX_JSON_DEPTH = 64

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** Parses JSON. Nesting is counted first, without recursion, so a hostile document is refused before it costs anything. */
export function parseJson(text: string): unknown {
  refuseDepth(text)
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UnreadableDocument(`This is not JSON: ${reason.slice(0, 200)}`)
  }
}

function refuseDepth(text: string): void {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      at = endOfString(text, at)
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (++depth > MAX_JSON_DEPTH) {
        throw new ProductError('too-large', `The JSON is nested deeper than ${MAX_JSON_DEPTH} levels.`)
      }
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
      depth--
    }
  }
}

/** The place of the quote that ends the string opened at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++
    if (backslashes % 2 === 0) return end
  }
  return text.length
}
