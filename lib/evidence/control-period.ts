import type { Day } from '#lib/metrics/day.ts'
import type { BundleWindow } from './bundle-window.ts'
import { type StateOfDay, stateWords } from './state-words.ts'

type TimelineDay = StateOfDay & { day: Day; isStored: boolean }

export type ControlPeriod = {
  /** The state on the last day covered. */
  end: TimelineDay
  /** Days by what is known of them; `window` is the whole period, `notYet` the days of it still to come. */
  days: {
    satisfied: number
    observed: number
    window: number
    withoutData: number
    notApplicable: number
    notYet: number
  }
  /** The longest run of days not satisfied. Days without data between two such days belong to it: nothing ended it. */
  longestBreach: { from: Day; to: Day; days: number; goesOn: boolean } | null
  changes: { day: Day; from: string; to: string }[]
  timeline: TimelineDay[]
}

/** A control's period from the states that were stored. A day without one is not assessed, never what it was before. */
export function controlPeriod(
  stored: ReadonlyMap<Day, StateOfDay>,
  window: Pick<BundleWindow, 'days' | 'dayCount'>,
  isMapped: boolean,
): ControlPeriod {
  const unknown: StateOfDay = {
    state: 'not_assessed',
    reason: isMapped ? 'no_data' : 'no_mapping',
    exceptions: false,
    stale: false,
  }
  const timeline = window.days.map(
    (day): TimelineDay => ({ day, ...(stored.get(day) ?? unknown), isStored: stored.has(day) }),
  )
  const count = (...states: string[]) => timeline.filter(({ state }) => states.includes(state)).length
  return {
    end: timeline.at(-1) ?? { day: '', ...unknown, isStored: false },
    days: {
      satisfied: count('pass', 'inherited'),
      observed: count('pass', 'inherited', 'partial', 'fail'),
      window: window.dayCount,
      withoutData: count('not_assessed'),
      notApplicable: count('not_applicable'),
      notYet: window.dayCount - window.days.length,
    },
    longestBreach: longestBreach(timeline),
    changes: changesOf(timeline),
    timeline,
  }
}

function longestBreach(timeline: TimelineDay[]): ControlPeriod['longestBreach'] {
  let longest: ControlPeriod['longestBreach'] = null
  let first: number | undefined
  for (const [at, { day, state }] of timeline.entries()) {
    if (state === 'fail') {
      first ??= at
      const days = at - first + 1
      if (!longest || days > longest.days)
        longest = { from: timeline[first]?.day ?? day, to: day, days, goesOn: at === timeline.length - 1 }
    } else if (state !== 'not_assessed') first = undefined
  }
  return longest
}

function changesOf(timeline: TimelineDay[]): ControlPeriod['changes'] {
  return timeline.flatMap((now, at) => {
    const before = timeline[at - 1]
    if (!before) return []
    const [from, to] = [stateWords(before), stateWords(now)]
    return from === to ? [] : [{ day: now.day, from, to }]
  })
}
