import { hash } from 'node:crypto'

const REMEMBERED = 500_000
const keys = new Map<string, string>()

/** The key of a subject's text, as 32 hex digits. Remembered: the same subjects come back with every scan. */
export function keyOf(text: string): string {
  let key = keys.get(text)
  if (key === undefined) {
    if (keys.size >= REMEMBERED) keys.clear()
    key = hash('sha256', text, 'hex').slice(0, 32)
    keys.set(text, key)
  }
  return key
}
