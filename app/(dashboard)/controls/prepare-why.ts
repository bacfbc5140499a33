import { controlStateWords } from '#app/_ui/control-state-words.ts'
import { formatNumber } from '#app/_ui/format-number.ts'
import type { ControlPart } from '#lib/controls/control-part.ts'
import type { ControlState, NotAssessedReason, PartStatus } from '#lib/controls/control-state.ts'
import { CONTROL_STATES } from '#lib/controls/control-state.ts'

type Judged = {
  automation: 'partial' | 'manual' | 'rollup'
  state: ControlState
  reason: NotAssessedReason | null
  parts: readonly ControlPart[]
}

/** How many results of a control's checks say what; a subject counts once a check. */
export type PartCounts = { pass: number; fail: number; error: number; excepted: number; stale: number }

export function countParts(parts: readonly ControlPart[]): PartCounts {
  const sum = (name: keyof PartCounts) => parts.reduce((total, part) => total + part[name], 0)
  return { pass: sum('pass'), fail: sum('fail'), error: sum('error'), excepted: sum('excepted'), stale: sum('stale') }
}

const NOT_ASSESSED: Record<NotAssessedReason, string> = {
  no_mapping: 'No check that a source reports is mapped to it.',
  no_data: 'Its checks have no results here.',
  stale: 'All its results are older than they may be.',
  error: 'Its checks could not be evaluated.',
}

const PARTS: [PartStatus, string, string][] = [
  ['fail', 'fails', 'fail'],
  ['at_risk', 'is at risk', 'are at risk'],
  ['error', 'cannot be evaluated', 'cannot be evaluated'],
  ['stale', 'is stale', 'are stale'],
  ['no_data', 'has no data', 'have no data'],
  ['incomplete', 'is incomplete', 'are incomplete'],
  ['excepted', 'is excepted', 'are excepted'],
  ['pass', 'passes', 'pass'],
]

/** Why a control has its state, in one or two sentences. */
export function prepareWhy({ automation, state, reason, parts }: Judged): string {
  if (automation === 'manual' && state === 'not_assessed' && reason === 'no_mapping')
    return 'Machine evidence cannot assess it: it asks for what people record.'
  if (state === 'not_assessed' && reason) return NOT_ASSESSED[reason]
  if (!parts.length) return ''
  const told = PARTS.flatMap(([status, one, many]) => {
    const count = parts.filter(({ st }) => st === status).length
    return count ? [`${count} ${count === 1 ? one : many}`] : []
  })
  const { fail, excepted } = countParts(parts)
  const results = [fail && `${formatNumber(fail)} failing`, excepted && `${formatNumber(excepted)} excepted`].filter(
    Boolean,
  )
  return `Of ${parts.length} ${parts.length === 1 ? 'check' : 'checks'}, ${told.join(', ')}${results.length ? ` (${results.join(', ')} results)` : ''}.`
}

/** The states of what stands under a heading, worst first. */
export function countWords(counts: Record<ControlState, number>): string {
  return CONTROL_STATES.flatMap((state) =>
    counts[state] ? [`${counts[state]} ${controlStateWords(state)}`] : [],
  ).join(', ')
}
