import { hash } from 'node:crypto'

const MAX_LENGTH = 80
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * A file name for each text, of `A-Z a-z 0-9 . _ @ -` only and different from all others also where case does not count.
 * What a name may not hold becomes `_`; where two names meet, each gets a piece of the hash of its text.
 */
export function safeNames(texts: Iterable<string>): Map<string, string> {
  const names = new Map([...new Set(texts)].sort().map((text) => [text, plain(text)]))
  for (;;) {
    const owners = Map.groupBy(names, ([, name]) => name.toLowerCase())
    const clashes = [...owners.values()].filter((group) => group.length > 1).flat()
    if (!clashes.length) return names
    for (const [text, name] of clashes) names.set(text, `${name}-${hash('sha256', text, 'hex').slice(0, 8)}`)
  }
}

function plain(text: string): string {
  const name = text
    .replace(/[^A-Za-z0-9._@-]+/g, '_')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, MAX_LENGTH)
    .replace(/[._]+$/, '')
  return RESERVED.test(name) || !name ? `x_${name}` : name
}
