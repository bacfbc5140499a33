import type { ControlState } from '#lib/controls/control-state.ts'
import type { ControlDay } from '#lib/queries/list-control-history.ts'

export type ControlHistory = {
  satisfied: number
  /** Days with a state that says something: not those without one, and not those that were not assessed. */
  observed: number
  days: number
  withoutState: number
  /** Stretches of days with the same state and reason, newest first. */
  runs: {
    state: ControlState | null
    reason: ControlDay['reason']
    exceptions: boolean
    from: string
    to: string
    days: number
  }[]
}

/** What a stretch of days says of a control: a state on one day is no proof for the others. */
export function prepareHistory(days: readonly ControlDay[]): ControlHistory {
  const runs: ControlHistory['runs'] = []
  for (const { day, state, reason, exceptions } of days) {
    const last = runs[0]
    if (last && last.state === state && last.reason === reason && last.exceptions === exceptions) {
      last.to = day
      last.days++
    } else runs.unshift({ state, reason, exceptions, from: day, to: day, days: 1 })
  }
  const count = (test: (day: ControlDay) => boolean) => days.filter(test).length
  return {
    satisfied: count(({ state }) => state === 'pass'),
    observed: count(({ state }) => state !== null && state !== 'not_assessed'),
    days: days.length,
    withoutState: count(({ state }) => state === null),
    runs,
  }
}
