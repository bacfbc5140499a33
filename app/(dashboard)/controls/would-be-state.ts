import type { ControlPart } from '#lib/controls/control-part.ts'
import type { DerivedState, PartStatus } from '#lib/controls/control-state.ts'
import { controlState, type Part } from '#lib/controls/derive-state.ts'
import { emptyTally, type Tally } from '#lib/controls/tally.ts'

/**
 * The state a control would have without exceptions, if every result they cover failed; undefined when none is covered.
 * An excepted rule is not evaluated, so that nothing tells whether it would pass.
 */
export function wouldBeState(parts: readonly ControlPart[], now: Date): DerivedState | undefined {
  if (!parts.some(({ excepted }) => excepted > 0)) return undefined
  const judged = parts.map(({ st, excepted, required }): Part => {
    const status = excepted > 0 ? 'fail' : st
    // A failure at risk is one whose time to fix is not over.
    return {
      kind: 'check',
      required,
      tally: TALLIES[status](now.getTime()),
      ...(status === 'at_risk' && { graceMs: 1 }),
    }
  })
  return controlState({ parts: judged }, now.getTime())
}

const fresh = (counts: Partial<Tally['fresh']>, failSince = 0): Tally => {
  const tally = emptyTally()
  return { ...tally, fresh: { ...tally.fresh, ...counts }, failSince }
}

/** For each status the smallest tally that comes to it, so that the one rule judges the parts. */
const TALLIES: Record<PartStatus, (now: number) => Tally> = {
  fail: () => fresh({ fail: 1 }),
  at_risk: (now) => fresh({ fail: 1 }, now),
  error: () => fresh({ error: 1 }),
  stale: () => ({ ...emptyTally(), stale: { ...emptyTally().stale, pass: 1 } }),
  no_data: emptyTally,
  incomplete: () => fresh({ pass: 1, error: 1 }),
  excepted: () => fresh({ excepted: 1 }),
  pass: () => fresh({ pass: 1 }),
}
