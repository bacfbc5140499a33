/** The same value with all its text fit for a database: no NUL, no half characters. */
export function storableValue(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(storableValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [storableText(key), storableValue(child)]))
}

const storableText = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed()
