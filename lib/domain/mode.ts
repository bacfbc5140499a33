/** What a policy does about what it finds. Stored as its place in this list. */
export const MODES = ['off', 'warn', 'ci-enforce', 'enforce', 'audit'] as const
export type Mode = (typeof MODES)[number]

export const modeCode = (mode: Mode): number => MODES.indexOf(mode)
export const modeOf = (code: number): Mode => MODES[code] ?? 'off'

const STERNNESS: readonly Mode[] = ['off', 'audit', 'warn', 'ci-enforce', 'enforce']

/** The sternest of several modes; off when there is none. */
export const sternest = (modes: readonly Mode[]): Mode =>
  modes.reduce((a, b) => (STERNNESS.indexOf(b) > STERNNESS.indexOf(a) ? b : a), 'off')
