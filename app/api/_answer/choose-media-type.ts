import { Refused } from './refused.ts'

export const JSON_TYPE = 'application/json'
export const CSV_TYPE = 'text/csv'
export const NDJSON_TYPE = 'application/x-ndjson'

type Range = { type: string; weight: number }

/**
 * Which of our media types an `Accept` header likes best; the first of them when it does not care. 406 when it takes none.
 */
export function chooseMediaType(accept: string | null, ours: readonly [string, ...string[]]): string {
  const ranges = (accept ?? '').split(',').flatMap(rangeOf)
  if (!ranges.length) return ours[0]
  const liked = ours.map((type) => ({ type, weight: weightOf(type, ranges) }))
  const best = liked.reduce((a, b) => (b.weight > a.weight ? b : a))
  if (best.weight > 0) return best.type
  throw new Refused(406, `This is there as ${ours.join(', ')}; the request accepts none of them.`)
}

function rangeOf(text: string): Range[] {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  if (!type.includes('/')) return []
  const weight = Number(parameters.find((part) => part.startsWith('q='))?.slice(2) ?? 1)
  return [{ type, weight: Number.isFinite(weight) ? weight : 0 }]
}

/** The most exact range that names a type decides. */
function weightOf(type: string, ranges: readonly Range[]): number {
  const [family] = type.split('/')
  for (const name of [type, `${family}/*`, '*/*']) {
    const range = ranges.find((one) => one.type === name)
    if (range) return range.weight
  }
  return 0
}
