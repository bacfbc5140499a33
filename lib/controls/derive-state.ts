import type { DerivedState, PartState, PartStatus } from './control-state.ts'
import type { Tally } from './tally.ts'

/** Raised with every change of the rule, so that a stored state says which rule gave it. */
export const RULE_VERSION = '1'

type CheckPart = {
  kind: 'check'
  tally: Tally
  required?: boolean
  warnCountsAsFail?: boolean
  passThreshold?: number
  graceMs?: number
  minFreshShare?: number
}
type ManualPart = { kind: 'manual'; status: string; validUntil?: number; required?: boolean }

/** One mapped check in one scope, or one manual evidence item. Required unless it says otherwise. */
export type Part = CheckPart | ManualPart

/** A person's decision that stands above the results until it expires (milliseconds). */
export type Override = { type: 'not_applicable' | 'inherited'; expires?: number }

/** The state of one part: a failure stands until a newer result replaces it, a pass counts only while it is fresh. */
export function partState(part: Part, now: number): PartState {
  if (part.kind === 'manual') {
    if (part.status === 'rejected') return { st: 'fail' }
    if (part.status !== 'approved') return { st: 'no_data' }
    return { st: part.validUntil === undefined || part.validUntil > now ? 'pass' : 'stale' }
  }
  const { fresh, stale } = part.tally
  const warnFails = part.warnCountsAsFail !== false
  const staleFails = stale.fail + (warnFails ? stale.warn : 0)
  const fails = staleFails + fresh.fail + (warnFails ? fresh.warn : 0)
  const passes = fresh.pass + (warnFails ? 0 : fresh.warn)
  const freshCount = sum(fresh)
  const judged = freshCount + sum(stale)

  if (fails > 0 && passes / (passes + fails) < (part.passThreshold ?? 1)) {
    const since = warnFails ? Math.min(part.tally.failSince, part.tally.warnSince) : part.tally.failSince
    const inGrace = !!part.graceMs && now - since < part.graceMs
    return { st: inGrace ? 'at_risk' : 'fail', ...(staleFails > 0 && { stale: true }) }
  }
  if (!judged) return { st: 'no_data' }
  if (!freshCount) return { st: 'stale' }
  if (!passes) return fresh.error ? { st: 'error' } : { st: 'excepted', exceptions: true }
  const isWhole = !fresh.error && freshCount / judged >= (part.minFreshShare ?? 0.95)
  return { st: isWhole ? 'pass' : 'incomplete', ...(fresh.excepted > 0 && { exceptions: true }) }
}

/** The state of a control from its parts; an override that has not expired wins. Nothing usable is never a pass. */
export function controlState(
  { override, parts }: { override?: Override | undefined; parts: readonly Part[] },
  now: number,
): DerivedState {
  if (override && (override.expires === undefined || override.expires > now)) return { state: override.type }
  if (!parts.length) return { state: 'not_assessed', reason: 'no_mapping' }
  const states = parts.map((part) => ({ isRequired: part.required !== false, ...partState(part, now) }))
  const flags = {
    ...(states.some((part) => part.exceptions) && { exceptions: true as const }),
    ...(states.some((part) => part.stale) && { stale: true as const }),
  }
  const has = (...wanted: PartStatus[]) => states.some(({ st }) => wanted.includes(st))
  const required = states.filter((part) => part.isRequired)

  if (required.some(({ st }) => st === 'fail')) return { state: 'fail', ...flags }
  if (required.length && required.every(({ st }) => st === 'pass') && !has('fail', 'at_risk'))
    return { state: 'pass', ...flags }
  if (has('pass', 'at_risk', 'excepted', 'incomplete', 'fail')) return { state: 'partial', ...flags }
  return { state: 'not_assessed', reason: has('error') ? 'error' : has('stale') ? 'stale' : 'no_data' }
}

const sum = ({ pass, fail, warn, error, excepted }: Tally['fresh']): number => pass + fail + warn + error + excepted
