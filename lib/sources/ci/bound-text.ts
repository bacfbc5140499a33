import { hash } from 'node:crypto'

const MAX_NAME_LENGTH = 400
const KEPT_OF_LONG_NAME = 360
const MAX_MESSAGE_BYTES = 4096
// Postgres stores neither U+0000 nor half a surrogate pair.
const NUL = /\0/g

const storable = (text: string): string => text.replace(NUL, '\uFFFD').toWellFormed()

export const shortHash = (text: string): string => hash('sha256', text, 'hex').slice(0, 16)

/** A name fit for a key: a very long one is cut and ends in a hash of the whole, so that two stay two. */
export function boundName(name: string): string {
  const text = storable(name).trim()
  return text.length <= MAX_NAME_LENGTH ? text : `${text.slice(0, KEPT_OF_LONG_NAME).toWellFormed()}…${shortHash(text)}`
}

/** A message as it is kept: at most 4 KiB of UTF-8, whole characters. */
export function boundMessage(message: string): string {
  const text = storable(message.slice(0, MAX_MESSAGE_BYTES + 1)).trim()
  const bytes = Buffer.from(text)
  if (message.length <= MAX_MESSAGE_BYTES && bytes.length <= MAX_MESSAGE_BYTES) return text
  const kept = bytes.subarray(0, MAX_MESSAGE_BYTES - Buffer.byteLength('…')).toString('utf8')
  return `${kept.replace(/\uFFFD+$/, '')}…`
}

/** The beginning and the end of a long output, `maxLength` characters of it. */
export function keepEnds(output: string, maxLength: number): string {
  const text = storable(output)
  if (text.length <= maxLength) return text
  const half = Math.floor((maxLength - 60) / 2)
  return `${text.slice(0, half)}\n… ${text.length - 2 * half} characters left out …\n${text.slice(-half)}`.toWellFormed()
}
