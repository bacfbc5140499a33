import type { Result, Subject } from '#lib/domain/result.ts'
import { asObject, asText, isObject, type JsonObject } from '../ci/json-value.ts'
import { cleanMessage } from '../clean-message.ts'
import { cleanName } from '../clean-name.ts'
import type { IsGenerated } from '../gatekeeper/generated-policies.ts'
import { type CheckBook, findCheck, type Written } from './check-book.ts'
import { detailOf } from './detail-of.ts'
import { outcomeOf, severityOf } from './grade.ts'
import type { Report } from './report-of.ts'
import { NO_EXCEPTIONS, statedExceptions } from './stated-exceptions.ts'

/** What the results of a report have in common. `place` is a JSON pointer; `last` is what stood where in a like report. */
export type Frame = {
  report: Report
  subject: Subject
  entry: number
  place: string
  now: Date
  book: CheckBook
  last: (Written | undefined)[]
  isGenerated: IsGenerated | undefined
}
export const EVENT = Symbol('event')
export const REPEATED = Symbol('repeated')

/**
 * Reads one element of a report's results. Gives the reason when it cannot be read, `EVENT` when its producer tells what
 * happened instead of how things stand, and `REPEATED` when a constraint of Gatekeeper says the same.
 */
export function resultOf(entry: unknown, at: number, frame: Frame): Result | string | typeof EVENT | typeof REPEATED {
  if (!isObject(entry)) return 'not an object'
  const { policy, rule } = entry
  if (typeof policy !== 'string' || policy === '') return 'policy is missing'
  const outcome = outcomeOf(entry.result ?? entry.status)
  if (outcome === undefined) return wrongOutcome(entry.result ?? entry.status)
  const severity = severityOf(entry)
  const source = typeof entry.source === 'string' && entry.source !== '' ? entry.source : frame.report.source
  if (frame.isGenerated !== undefined && repeats(frame.isGenerated, source, policy, entry)) return REPEATED
  let written = frame.last[at]
  if (written === undefined || written.policy !== policy || written.rule !== rule || written.source !== source) {
    written = findCheck(frame.book, source, policy, entry, severity)
    frame.last[at] = written
  }
  const { producer, check } = written
  if (producer.tellsEvents) return EVENT

  const part = producer.part === undefined ? '' : cleanName(producer.part(entry))
  const { subject } = frame
  const exceptions =
    outcome === 'pass' || outcome === 'skip'
      ? statedExceptions(asObject(entry.properties)?.exceptions, entry.message)
      : NO_EXCEPTIONS
  if (outcome === 'pass' && exceptions.length === 0)
    return { check, subject, part, outcome, severity, message: '', exceptions, entry: frame.entry, pointer: '' }
  return {
    check,
    subject,
    part,
    outcome,
    severity,
    message: cleanMessage(entry.message),
    exceptions,
    entry: frame.entry,
    pointer: `${frame.place}/results/${at}`,
    detail: detailOf(entry, check, subject.uid, frame.now),
  }
}

function repeats(isGenerated: IsGenerated, source: string, policy: string, { properties }: JsonObject): boolean {
  return (
    policy.startsWith('gatekeeper-') &&
    source.toLowerCase() === 'validatingadmissionpolicy' &&
    isGenerated(policy, asText(asObject(properties)?.binding))
  )
}

function wrongOutcome(word: unknown): string {
  if (word === undefined || word === null || word === '') return 'result is missing'
  return `result is ${JSON.stringify(word).slice(0, 60)}, which is none of pass, fail, warn, error, skip`
}
