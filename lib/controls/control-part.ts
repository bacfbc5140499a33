import type { PartStatus } from './control-state.ts'

/**
 * One part of a stored control state, with the numbers it came from: a check, or all checks of one class (`mappingId` of
 * an entry such as `CVE-*`, with how many). Counts are of subjects. `fail` counts every failure that stands, warnings
 * (`warn` of them) included; `pass`, `error` and `excepted` count fresh results only; `stale` is what was not fresh.
 */
export type ControlPart = ({ checkId: number } | { mappingId: string; checks: number }) & {
  required: boolean
  st: PartStatus
  pass: number
  fail: number
  warn: number
  error: number
  excepted: number
  stale: number
  /** When the oldest failure that stands was first seen. */
  since: string | null
  /** The last complete reading of the feed that is furthest behind; null when one was never complete, or none reports now. */
  lastCompleteAt: string | null
}
