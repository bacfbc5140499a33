import type { Check, Parsed, Subject } from '#lib/domain/result.ts'
import type { Severity } from '#lib/domain/severity.ts'
import type { Waiver } from '#lib/sources/ci/settle-results.ts'
import type { CaseJudgement } from './judge-case.ts'
import type { ParsedReport, TestCase } from './test-case.ts'

export type ReducedCase =
  | {
      check: Check
      subject: Subject
      severity?: Severity | undefined
      /** Replaces the message of the case. */
      message?: string | undefined
      file?: string | undefined
      line?: number | undefined
      discriminator?: string
      waivers?: readonly Waiver[]
    }
  | { rejected: string }
  | { ignored: string }

/** How one tool uses JUnit. */
export type Dialect = {
  /** The tool's name, which is also the engine of its checks unless `reduce` says otherwise. */
  tool: string
  recognises: (report: ParsedReport) => boolean
  /** Passes are listed like failures, so the report says everything that was evaluated. */
  listsPasses: (report: ParsedReport) => boolean
  absence: (report: ParsedReport) => Parsed['absence']
  version?: (report: ParsedReport) => string | undefined
  warning?: string
  /** Prepares what has to be known of all cases before one can be reduced. */
  open: (report: ParsedReport, root: string | undefined) => (testCase: TestCase, judged: CaseJudgement) => ReducedCase
}
