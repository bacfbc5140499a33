/** Why a finding closed; the position is the stored number. Only `fixed` counts as a fix. */
export const CLOSE_REASONS = [
  '',
  'fixed',
  'resource_deleted',
  'not_evaluated',
  'source_removed',
  'rule_renamed',
  'excepted',
  'not_applicable',
] as const
export type CloseReason = Exclude<(typeof CLOSE_REASONS)[number], ''>
export const closeReasonCode = (reason: CloseReason): number => CLOSE_REASONS.indexOf(reason)
export const closeReasonOf = (code: number): CloseReason => (CLOSE_REASONS[code] || 'not_evaluated') as CloseReason

/** Why a finding opened; the position is the stored number. Baseline findings are neither new nor part of time to fix. */
export const CAUSES = ['baseline', 'new subject', 'subject changed', 'check new or changed', 'returned'] as const
export type Cause = (typeof CAUSES)[number]
export const causeOf = (code: number): Cause => CAUSES[code] ?? 'baseline'

export const EVENTS = ['', 'opened', 'closed', 'changed', 'team changed', 'resumed'] as const
