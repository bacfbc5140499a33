import { checkText } from '#lib/domain/check-text.ts'
import type { Result, StatedException } from '#lib/domain/result.ts'
import { subjectText } from '#lib/domain/subject-key.ts'
import { boundName, shortHash } from './bound-text.ts'

/** A waiver stated on a result itself: a suppression, or a skip in the code. */
export type Waiver = Pick<StatedException, 'kind'> &
  Partial<Pick<StatedException, 'reason' | 'requester' | 'createdAt' | 'expiresAt' | 'object'>> & {
    /** False when it is stated but does not hold: expired, rejected, under review. */
    holds: boolean
  }

export type Draft = Omit<Result, 'part' | 'exceptions'> & {
  /** What tells it from others of its check and subject; empty when nothing does. Never a line, a number, a version. */
  discriminator: string
  line: number
  waivers: readonly Waiver[]
}

/**
 * Gives every draft its part (a hash, and from the second equal one on an ordinal by line and message) and names the
 * waivers after what they cover, so that check, subject and part are unique in a document and the same in the next one.
 */
export function settleResults(drafts: readonly Draft[]): { results: Result[]; exceptions: StatedException[] } {
  const ordinals = countRepeats(drafts)
  const exceptions: StatedException[] = []
  const results = drafts.map((draft): Result => {
    const { discriminator, line, waivers, ...result } = draft
    const base = partBase(draft)
    const ordinal = ordinals.get(draft) ?? 1
    const part = ordinal === 1 ? base : `${base}~${ordinal}`
    const named = waivers.map((waiver, at) => stateException(result, part, waiver, at))
    exceptions.push(...named)
    return { ...result, part, exceptions: named.filter((_, at) => waivers[at]?.holds).map(({ name }) => name) }
  })
  return { results, exceptions }
}

// A pass speaks for the whole check on its subject, so it has no part.
const partBase = ({ outcome, discriminator }: Draft): string =>
  outcome === 'pass' || discriminator === '' ? '' : shortHash(discriminator)

function countRepeats(drafts: readonly Draft[]): Map<Draft, number> {
  const groups = Map.groupBy(drafts, (draft) => {
    const { engine, policy, rule } = draft.check
    return [engine, policy, rule, subjectText(draft.subject), partBase(draft)].join('\0')
  })
  const ordinals = new Map<Draft, number>()
  for (const group of groups.values()) {
    if (group.length === 1) continue
    // Passes last, so that the number of passing repeats never moves the key of a finding.
    const sorted = group.toSorted(
      (a, b) =>
        Number(a.outcome === 'pass') - Number(b.outcome === 'pass') ||
        a.line - b.line ||
        compareText(a.message, b.message),
    )
    for (const [at, draft] of sorted.entries()) ordinals.set(draft, at + 1)
  }
  return ordinals
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function stateException(
  result: Pick<Result, 'check' | 'subject'>,
  part: string,
  { holds, ...stated }: Waiver,
  at: number,
): StatedException {
  const covers = checkText(result.check)
  const generated = [covers, result.subject.name, part, at ? `#${at + 1}` : ''].filter(Boolean).join(' ')
  return {
    ...stated,
    name: boundName(generated),
    namespace: '',
    checks: [covers],
    scope: result.subject.name,
  }
}
