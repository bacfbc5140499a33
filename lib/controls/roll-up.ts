import { CONTROL_STATES, type ControlState } from './control-state.ts'

export type RolledUp = { counts: Record<ControlState, number>; worst: ControlState | undefined }

/**
 * Parent rows, families and frameworks: counts by state, and the worst state in the order fail, partial, not assessed,
 * pass, inherited. What is not applicable is counted and otherwise left out; undefined when nothing else is there.
 */
export function rollUp(states: Iterable<ControlState>): RolledUp {
  const counts = { fail: 0, partial: 0, not_assessed: 0, pass: 0, inherited: 0, not_applicable: 0 }
  for (const state of states) counts[state]++
  return { counts, worst: CONTROL_STATES.find((state) => state !== 'not_applicable' && counts[state] > 0) }
}
