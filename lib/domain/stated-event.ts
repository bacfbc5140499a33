import type { Check, Subject } from './result.ts'
import type { Severity } from './severity.ts'

/** Something that happened, as a producer of events tells it. It is no state: it opens and closes nothing. */
export type StatedEvent = {
  /** The report that holds it: a ring whose oldest entries are overwritten. */
  report: string
  check: Check
  subject: Subject
  severity: Severity
  message: string
  /** When it says it happened; absent where that cannot be true. */
  at?: Date
  /** Hash of all that is said of it. Two that are told alike share it. */
  digest: string
}
