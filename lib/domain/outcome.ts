/** What a tool said of one check on one subject. */
export type Outcome = 'pass' | 'fail' | 'warn' | 'error' | 'skip'

/** What a result comes to once exceptions are taken into account; only the first three are open findings. */
export type Verdict = Outcome | 'excepted'

export const STATUSES = ['fail', 'warn', 'error'] as const
export type Status = (typeof STATUSES)[number]
/** The stored number of an open finding's status: 1 fail, 2 warn, 3 error. */
export const statusCode = (status: Status): number => STATUSES.indexOf(status) + 1
export const statusOf = (code: number): Status => STATUSES[code - 1] ?? 'error'
