import { UnreadableDocument } from '#lib/domain/result.ts'

const MARKS: readonly [readonly number[], string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
]
const DECLARED_WITHIN_BYTES = 256
const DECLARED = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']/

/**
 * Bytes of a text document as a string, without its byte order mark: the mark decides, then zero bytes (UTF-16 without a
 * mark), then the encoding an XML declaration names, then UTF-8. Limits on size are the caller's.
 */
export function decodeText(bytes: Uint8Array): string {
  const marked = MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte))?.[1]
  const encoding = marked ?? wideEncoding(bytes) ?? declaredEncoding(bytes) ?? 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

/** UTF-16 without a mark: every document we read begins with an ASCII character, so one byte of the first pair is zero. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes
  if (first === undefined || second === undefined) return undefined
  if (first !== 0 && second === 0) return 'utf-16le'
  return first === 0 && second !== 0 ? 'utf-16be' : undefined
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const label = DECLARED.exec(Buffer.from(bytes.subarray(0, DECLARED_WITHIN_BYTES)).toString('latin1'))?.[1]
  // A declaration that could be read byte by byte is not UTF-16, whatever it says.
  if (!label || /^utf-?16/i.test(label)) return undefined
  try {
    return new TextDecoder(label).encoding
  } catch {
    throw new UnreadableDocument(`The XML declares the encoding ${label}, which is not known here. Send it as UTF-8.`)
  }
}
