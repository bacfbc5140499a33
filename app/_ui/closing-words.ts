import type { Cause, CloseReason } from '#lib/domain/closing.ts'

/** Why a finding closed, as people say it. Only a fix is called one. */
export const CLOSE_REASON_WORDS: Record<CloseReason, string> = {
  fixed: 'fixed',
  resource_deleted: 'resource deleted',
  not_evaluated: 'no longer evaluated',
  source_removed: 'source removed',
  rule_renamed: 'rule renamed',
  excepted: 'excepted',
  not_applicable: 'no longer applicable',
}

/** Why a finding opened, as people say it. */
export const CAUSE_WORDS: Record<Cause, string> = {
  baseline: 'there when the source was first read',
  'new subject': 'the subject was new',
  'subject changed': 'the subject changed',
  'check new or changed': 'the check was new or changed',
  returned: 'it came back after it had closed',
}
