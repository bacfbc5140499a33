import { uuidOf } from '#lib/domain/subject-key.ts'

const REMEMBERED = 500_000
const keys = new Map<string, string>()

/** The key of a subject's text. Remembered: the same subjects come back with every scan. */
export function keyOf(text: string): string {
  let key = keys.get(text)
  if (key === undefined) {
    if (keys.size >= REMEMBERED) keys.clear()
    key = uuidOf(text)
    keys.set(text, key)
  }
  return key
}
