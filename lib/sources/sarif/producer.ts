import type { Check, Subject } from '#lib/domain/result.ts'
import type { Severity } from '#lib/domain/severity.ts'
import type { Facts } from './facts.ts'
import type { Judgement } from './judge.ts'

/** What is special about the SARIF of one tool. What a producer does not say follows the standard. */
export type Producer = {
  engine: string
  /**
   * What `rules[]` holds: every rule that was evaluated, or only those that fired. A rule that only fired rules list cannot
   * tell a pass; its findings still close, because a complete analysis of the same category lists every finding there is.
   */
  listsRules: 'evaluated' | 'fired'
  /** A policy tool: what it lists is a failed check, and the level only says how bad. */
  judgesPolicy?: true
  /** Writes `executionSuccessful: false` when checks fail, not when it failed itself. */
  failsOnFindings?: true
  /** Writes one level for all, which is no severity. */
  levelIsNoSeverity?: true
  /** Its rules stand for kinds of answers, and say nothing about the check. */
  rulesAreAnswers?: true
  /** Why a run without rules and results is not the good news it looks like. */
  emptyIsUnknown?: string
  check?: (facts: Facts) => Pick<Check, 'policy' | 'rule'>
  subject?: (facts: Facts) => Subject | undefined
  judge?: (facts: Facts) => Judgement | undefined
  grade?: (facts: Facts) => Severity | undefined
  /** A waiver that is not a suppression: the reason it gives. */
  excuse?: (facts: Facts) => string | undefined
  discriminate?: (facts: Facts) => string
}
