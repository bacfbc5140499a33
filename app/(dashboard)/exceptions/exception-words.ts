import type { Tone } from '#app/_ui/theme.ts'
import { EXPIRING_DAYS, type ExceptionKind, type ExceptionMark } from '#lib/domain/exception-filter.ts'

export const KIND_WORDS: Record<ExceptionKind, string> = {
  'policy-exception': 'policy exception',
  suppression: 'suppression',
  skip: 'skip in the code',
  report: 'stated in a report',
  named: 'named in reports only',
}

/** What a mark is called on a row and in the counts, its colour, and what it means. */
export const MARK_WORDS: Record<ExceptionMark, { row: string; label: string; tone: Tone; title: string }> = {
  honoured: {
    row: 'expired, still honoured',
    label: 'Expired, still honoured',
    tone: 'bad',
    title: 'Its time is over, and results still name it as the reason they do not count',
  },
  expired: { row: 'expired', label: 'Expired', tone: 'bad', title: 'Its time is over' },
  expiring: {
    row: 'expires soon',
    label: 'Expires soon',
    tone: 'caution',
    title: `Its time is over within ${EXPIRING_DAYS} days`,
  },
  'no-expiry': { row: 'no expiry', label: 'No expiry', tone: 'caution', title: 'Nothing says when it ends' },
  'no-approver': { row: 'no approver', label: 'No approver', tone: 'caution', title: 'Nothing says who approved it' },
  'no-reason': { row: 'no reason', label: 'No reason', tone: 'caution', title: 'Nothing says why it is there' },
  unregistered: {
    row: 'named in reports only',
    label: 'In reports only',
    tone: 'note',
    title: 'Results name it, and no source states it: nobody can tell who approved it, or until when',
  },
  unused: { row: 'covers nothing', label: 'Covers nothing', tone: 'muted', title: 'No result names it now' },
}

/** The marks to print on a row: what another mark says already is left out. */
export const rowMarks = (marks: readonly ExceptionMark[]): ExceptionMark[] =>
  marks.filter((mark) => mark !== 'unregistered' && !(mark === 'expired' && marks.includes('honoured')))
