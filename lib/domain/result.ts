import type { Outcome } from './outcome.ts'
import type { StatedPolicy } from './policy.ts'
import type { Severity } from './severity.ts'
import type { StatedEvent } from './stated-event.ts'

/** One rule of one policy of one engine. `rule` is empty for engines that judge whole policies. */
export type Check = {
  engine: string
  policy: string
  rule: string
  title?: string
  category?: string
  severity?: Severity
  helpUri?: string
}

/**
 * What is judged. In a cluster: API group (never the version), kind, namespace, name. In a repository: kind `File`,
 * `Resource` (an address), `Object` (a manifest's object) or `Test`, an empty group, and the path or address as name.
 */
export type Subject = { group: string; kind: string; namespace: string; name: string; uid?: string }

/** One check on one subject in one document, as the tool said it. */
export type Result = {
  check: Check
  subject: Subject
  /** Tells several findings of one check on one subject apart: a package, a container, a masked message. Usually empty. */
  part: string
  outcome: Outcome
  severity: Severity
  message: string
  /** Names of the exceptions that cover this result; when there are any, the outcome does not count. */
  exceptions: readonly string[]
  /** Index of the top-level object of the document that held it (a report, a SARIF run, a test suite). */
  entry: number
  /** Where in the document: a JSON pointer, or suite and case. */
  pointer: string
  detail?: Record<string, unknown>
}

/** An entry that could not be read: kept with its place and the reason, so that nothing is dropped silently. */
export type Rejected = { path: string; reason: string }
export type Ignored = { reason: string; count: number }

/** A waiver as a source states it: a policy exception object, a suppression, a skip in the code. */
export type StatedException = {
  kind: 'policy-exception' | 'suppression' | 'skip' | 'report'
  name: string
  namespace: string
  /** What it lets through, as written: policies and rules, or a check id. */
  checks: string[]
  scope: string
  reason?: string
  approver?: string
  requester?: string
  ticket?: string
  createdAt?: Date
  expiresAt?: Date
  object?: unknown
}

/**
 * A check whose list of violations was cut. A known finding of it that is missing from the document may be gone or not
 * shown: `provesFixed` tells which from the subject alone, and what it does not prove stays open.
 */
export type Truncated = {
  check: Check
  listed: number
  total: number | undefined
  provesFixed: (subject: Subject) => boolean
}

export type Format = 'policy-report' | 'gatekeeper' | 'sarif' | 'junit'

/** A document reduced to results. `listed` = entries + rejected + ignored; nothing else may go missing. */
export type Parsed = {
  format: Format
  listed: number
  /** Entries that became at least one result. */
  entries: number
  results: Result[]
  rejected: Rejected[]
  ignored: Ignored[]
  warnings: string[]
  /** Every check the document says it evaluated, also those without a result. */
  checks: Check[]
  /** Whether `checks` names all that was evaluated, so that a check it does not name was not. Absent: when it names any. */
  checksComplete?: boolean
  /** Objects that were looked at and have no result in the document. */
  subjects: Subject[]
  exceptions: StatedException[]
  /** What policies in it say they are; they are no results. */
  policies?: StatedPolicy[]
  /** What happened, beside how things stand; its entries count as ignored. */
  events?: StatedEvent[]
  truncated: Truncated[]
  /** Why the document says of itself that it is not the whole truth; absent when it is whole. */
  partial?: string
  /** What a missing result of an evaluated check on a known subject proves. */
  absence: 'fixed' | 'not_evaluated'
  tool?: { name: string; version?: string }
  /** What the pipeline says of itself inside the document; the uploader's word wins. */
  context?: { category?: string; repository?: string; commit?: string; ref?: string }
}

/** A document that cannot be read at all: the reason, fit to show to the one who sent it. */
export class UnreadableDocument extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'UnreadableDocument'
  }
}
