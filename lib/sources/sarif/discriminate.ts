import { maskMessage } from '#lib/domain/mask-message.ts'
import { asObject, asText, type JsonObject } from '#lib/sources/ci/json-value.ts'
import type { Facts } from './facts.ts'

/** Semgrep writes this for every fingerprint and snippet when nobody is signed in; as an identity it would make all one. */
export const PLACEHOLDER = 'requires login'
// Of a column or of a whole file: they change without the finding changing.
const UNSTEADY = /column|file/i

/**
 * What tells results of one rule in one file apart, for tools without a rule of their own: CodeQL's line hash, the tool's
 * fingerprints, or the code (else the message) and the function or class it is in.
 */
export const discriminate = (facts: Facts): string =>
  lineHash(facts) ?? fingerprint(facts) ?? [code(facts), enclosing(facts)].filter(Boolean).join('\n')

/** `hash:2` is the second equal line: the count is left to the ordinal. */
const lineHash = ({ result }: Facts): string | undefined =>
  asText(asObject(result.partialFingerprints)?.primaryLocationLineHash)?.replace(/:\d+$/, '')

const fingerprint = ({ result }: Facts): string | undefined =>
  joinFingerprints(asObject(result.fingerprints), () => true) ??
  joinFingerprints(asObject(result.partialFingerprints), (name) => !UNSTEADY.test(name))

/** The snippet, else the message without its numbers. */
export function code({ place, message }: Facts): string {
  const snippet = place.snippet.replace(/\s+/g, ' ').trim()
  return snippet === '' || snippet === PLACEHOLDER ? maskMessage(message) : snippet
}

// Without a file it is the subject already.
const enclosing = ({ place }: Facts): string | undefined =>
  place.path === undefined ? undefined : place.logical[0]?.fullName

/** Of `name/v1` and `name/v2` the lower version counts: it is the one that both this tool and its last release write. */
function joinFingerprints(written: JsonObject | undefined, keep: (name: string) => boolean): string | undefined {
  const lowest = new Map<string, { version: number; value: string }>()
  for (const [key, value] of Object.entries(written ?? {})) {
    if (typeof value !== 'string' || value === '' || value === PLACEHOLDER || !keep(key)) continue
    const [, name = key, digits = '0'] = /^(.*)\/v(\d{1,4})$/.exec(key) ?? []
    const version = Number(digits)
    const known = lowest.get(name)
    if (!known || version < known.version) lowest.set(name, { version, value })
  }
  if (lowest.size === 0) return undefined
  return [...lowest]
    .map(([name, { value }]) => `${name}=${value}`)
    .sort()
    .join('\n')
}
