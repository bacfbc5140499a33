export const NO_EXCEPTIONS: readonly string[] = Object.freeze([])
const IN_MESSAGE = /polic(?:y|ies) exceptions?:?\s*(.+)$/s

/**
 * The exceptions that a result says it owes its outcome to. The property holds names only; Kyverno's message has them
 * with their namespaces, and is believed where it names the same ones.
 */
export function statedExceptions(property: unknown, message: unknown): readonly string[] {
  const names = split(property)
  if (names.length === 0) return NO_EXCEPTIONS
  const full = typeof message === 'string' ? split(IN_MESSAGE.exec(message)?.[1]) : NO_EXCEPTIONS
  const isSame = full.length === names.length && names.every((name) => full.some((key) => bare(key) === bare(name)))
  return isSame ? full : names
}

const bare = (key: string): string => key.slice(key.lastIndexOf('/') + 1)
const split = (list: unknown): readonly string[] =>
  typeof list === 'string'
    ? list
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
    : NO_EXCEPTIONS
