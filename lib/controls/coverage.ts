import type { DerivedState } from './control-state.ts'

type Share = { numerator: number; denominator: number }
export type Coverage = {
  /** Assessed controls of those in scope. */
  coverage: Share
  /** Passing controls of those assessed; `withExceptions` of the passes lean on an exception. */
  conformance: Share & { withExceptions: number }
  inherited: number
  notApplicable: number
}

/**
 * The two numbers of a framework, always shown together and never joined into one. `states` are those of every control in
 * question (headings that only group others left out). Assessed is what results or people judged: an inherited control is
 * in scope and counted beside, not as a pass of ours; one that is not applicable is out of scope.
 */
export function coverageOf(states: Iterable<Pick<DerivedState, 'state' | 'exceptions'>>): Coverage {
  let [inScope, assessed, passed, withExceptions, inherited, notApplicable] = [0, 0, 0, 0, 0, 0]
  for (const { state, exceptions } of states) {
    if (state === 'not_applicable') {
      notApplicable++
      continue
    }
    inScope++
    if (state === 'inherited') inherited++
    else if (state !== 'not_assessed') assessed++
    if (state !== 'pass') continue
    passed++
    if (exceptions) withExceptions++
  }
  return {
    coverage: { numerator: assessed, denominator: inScope },
    conformance: { numerator: passed, denominator: assessed, withExceptions },
    inherited,
    notApplicable,
  }
}
